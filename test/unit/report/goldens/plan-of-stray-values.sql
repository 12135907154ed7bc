-- Driftline plan for crm-prod (expectation crm-translations)
-- Made for PostgreSQL 18.4, glame_db at 127.0.0.1:5433
-- Made at 2026-07-30 10:00:00 UTC

-- Stray values in column public.communications_conversations.platform:
--   Only people know what these values meant. Look at the rows first, then adapt:
--   update public.communications_conversations set platform = 'telegram' where platform = 'Telegramm';
