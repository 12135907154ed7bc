create type platform as enum ('Telegramm', 'vk');
