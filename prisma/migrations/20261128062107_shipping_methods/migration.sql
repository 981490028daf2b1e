-- AlterTable
ALTER TABLE "FulfillmentOrder" ADD COLUMN     "shippingMethod" TEXT;

-- AlterTable
ALTER TABLE "Wave" ADD COLUMN     "cutOffName" TEXT;

-- What is still to be shipped is read again at once, since cut-offs go by its method; the rest comes with the night's comparison.
ALTER TABLE "FulfillmentOrder" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "Reread" NO FORCE ROW LEVEL SECURITY;
INSERT INTO "Reread" ("shop", "kind", "id")
SELECT "shop", 'FulfillmentOrder', "id" FROM "FulfillmentOrder" WHERE "status" IN ('OPEN', 'IN_PROGRESS', 'ON_HOLD', 'SCHEDULED')
ON CONFLICT DO NOTHING;
ALTER TABLE "FulfillmentOrder" FORCE ROW LEVEL SECURITY;
ALTER TABLE "Reread" FORCE ROW LEVEL SECURITY;

-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
