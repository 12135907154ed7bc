-- Listeners of several ages wrote the platform as each of them spelled it.
insert into communications_conversations (platform, external_id)
select case
    when number <= 12 then 'Telegramm'
    when number <= 17 then 'tg'
    when number <= 20 then 'e-mail'
    else (array['telegram', 'whatsapp', 'email', 'instagram', 'facebook'])[1 + number % 5]
  end,
  'conversation-' || number
from generate_series(1, 20000) as number;

analyze communications_conversations;
