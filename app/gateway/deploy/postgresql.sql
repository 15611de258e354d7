-- SPDX-License-Identifier: GPL-3.0-or-later
-- Run as the database's superuser, any number of times: psql -v ON_ERROR_STOP=1 -f postgresql.sql
-- Both halves of the gateway use the tables of one owner; they log in as themselves, over the local socket, by user id.
SELECT 'CREATE ROLE hall_gateway NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hall_gateway') \gexec
SELECT format('CREATE ROLE %I LOGIN IN ROLE hall_gateway', name)
    FROM unnest(ARRAY['hall-front', 'hall-core']) AS name
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
SELECT 'CREATE DATABASE hall OWNER hall_gateway ENCODING ''UTF8'' TEMPLATE template0'
    WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'hall') \gexec
REVOKE ALL ON DATABASE hall FROM PUBLIC;
-- What either makes belongs to both.
ALTER ROLE "hall-front" IN DATABASE hall SET role = 'hall_gateway';
ALTER ROLE "hall-core" IN DATABASE hall SET role = 'hall_gateway';
\connect hall
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO hall_gateway;
