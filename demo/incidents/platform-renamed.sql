-- Somebody renamed the column by hand; the listeners still ask for platform.
insert into communications_conversations (platform, external_id)
select (array['telegram', 'whatsapp', 'email'])[1 + number % 3], 'conversation-' || number
from generate_series(1, 300) as number;

alter table communications_conversations rename column platform to platform_type;
