-- What people set becomes rules. Row-level security holds for the owner too, so it steps aside for the copy.
ALTER TABLE "ReorderDefaults" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "ReorderSetting" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "ReorderRule" NO FORCE ROW LEVEL SECURITY;

-- Safety days and the window have no heir: the target and the forecast answer for both. The rest is what a shop starts with.
INSERT INTO "ReorderRule" ("shop", "scope", "key", "leadTimeDays", "reviewDays", "policy", "targetMeasure", "targetPermille",
  "minimumOrder", "packSize", "holdingPermille", "spareDays")
SELECT "shop", 'shop', '', "leadTimeDays", greatest(1, "reviewDays"), 'demand', 'fill', 950, 1, 1, 250, 60
FROM "ReorderDefaults"
ON CONFLICT DO NOTHING;

INSERT INTO "ReorderRule" ("shop", "scope", "key", "supplierId", "leadTimeDays", "reviewDays", "minimumOrder", "packSize")
SELECT "shop", 'place', "inventoryItemId" || '/' || "locationId", "supplierId", "leadTimeDays", CASE WHEN "reviewDays" < 1 THEN 1 ELSE "reviewDays" END,
  "minimumOrder", "packSize"
FROM "ReorderSetting"
WHERE num_nonnulls("supplierId", "leadTimeDays", "reviewDays", "minimumOrder", "packSize") > 0
ON CONFLICT DO NOTHING;

ALTER TABLE "ReorderRule" FORCE ROW LEVEL SECURITY;

-- Answers are computed again at the next look.
TRUNCATE "ReorderPoint";

-- AlterTable
ALTER TABLE "ReorderPoint" DROP COLUMN "dailyDemand",
DROP COLUMN "daysInStock",
ADD COLUMN     "abcMargin" TEXT,
ADD COLUMN     "abcRevenue" TEXT NOT NULL,
ADD COLUMN     "barcode" TEXT,
ADD COLUMN     "currency" TEXT,
ADD COLUMN     "dead" BOOLEAN NOT NULL,
ADD COLUMN     "demandPerDay" DOUBLE PRECISION,
ADD COLUMN     "excess" INTEGER NOT NULL,
ADD COLUMN     "excessCash" BIGINT,
ADD COLUMN     "isNew" BOOLEAN NOT NULL,
ADD COLUMN     "lastSoldOn" DATE,
ADD COLUMN     "leadTimeDays" DOUBLE PRECISION,
ADD COLUMN     "lostRevenue" BIGINT NOT NULL,
ADD COLUMN     "lostUnits" DOUBLE PRECISION NOT NULL,
ADD COLUMN     "moves" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "onOrder" INTEGER NOT NULL,
ADD COLUMN     "orderBy" DATE,
ADD COLUMN     "pattern" TEXT NOT NULL,
ADD COLUMN     "phantom" BOOLEAN NOT NULL,
ADD COLUMN     "position" INTEGER NOT NULL,
ADD COLUMN     "price" BIGINT NOT NULL,
ADD COLUMN     "productType" TEXT NOT NULL,
ADD COLUMN     "promisedFill" DOUBLE PRECISION,
ADD COLUMN     "reason" TEXT NOT NULL,
ADD COLUMN     "starterPoint" INTEGER NOT NULL,
ADD COLUMN     "starterSuggested" INTEGER NOT NULL,
ADD COLUMN     "starterUpTo" INTEGER NOT NULL,
ADD COLUMN     "supplierId" UUID,
ADD COLUMN     "unitCost" BIGINT,
ADD COLUMN     "vendor" TEXT NOT NULL,
ALTER COLUMN "reorderPoint" DROP NOT NULL,
ALTER COLUMN "orderUpTo" DROP NOT NULL;

-- DropTable
DROP TABLE "ReorderSetting";

-- DropTable
DROP TABLE "ReorderDefaults";


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
