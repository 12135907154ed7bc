create table communications_conversations (
    id uuid primary key default gen_random_uuid(),
    client_id uuid references crm_clients (id) on delete set null,
    assigned_user_id uuid references auth_users (id) on delete set null,
    platform varchar not null,
    external_id varchar not null,
    subject varchar,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone
);

create index ix_communications_conversations_platform on communications_conversations (platform);
create index ix_communications_conversations_external_id on communications_conversations (external_id);

create table communications_messages (
    id uuid primary key default gen_random_uuid(),
    conversation_id uuid not null references communications_conversations (id) on delete cascade,
    direction varchar not null,
    content text not null,
    sent_at timestamp with time zone not null default now()
);

create index ix_communications_messages_conversation_id on communications_messages (conversation_id);
