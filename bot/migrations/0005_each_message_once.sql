-- Why: Telegram may deliver a message twice; it is answered, and paid for, once.
UPDATE turns SET message = NULL WHERE EXISTS (
    SELECT FROM turns AS later WHERE (later.chat, later.message) = (turns.chat, turns.message) AND later.id > turns.id
);
DROP INDEX turns_by_message;
CREATE UNIQUE INDEX turns_by_message ON turns (chat, message);
