-- The key that a field is sealed with is named in the sealed bytes, by the service's key ring.
ALTER TABLE registers.personal DROP COLUMN key_id;
