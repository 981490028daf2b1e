-- What failed or is unknown, by the key it was asked for under: what of a room is in trouble is found without walking the outbox.
CREATE INDEX "Command_in_trouble" ON "Command" ("shop", "idempotencyKey" text_pattern_ops)
  WHERE "state" IN ('failed', 'unknown');
