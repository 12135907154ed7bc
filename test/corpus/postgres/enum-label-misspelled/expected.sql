create type platform as enum ('telegram', 'vk');
