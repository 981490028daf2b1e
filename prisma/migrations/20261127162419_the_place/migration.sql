-- CreateTable
CREATE TABLE "Layout" (
    "shop" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "naming" JSONB NOT NULL,
    "by" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Layout_pkey" PRIMARY KEY ("shop","locationId","version")
);

-- CreateTable
CREATE TABLE "BinStock" (
    "shop" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "bin" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "lot" TEXT NOT NULL DEFAULT '',
    "expiresOn" DATE,
    "quantity" INTEGER,

    CONSTRAINT "BinStock_pkey" PRIMARY KEY ("shop","locationId","bin","inventoryItemId","lot")
);

-- CreateTable
CREATE TABLE "BinMove" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "locationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "fromBin" TEXT,
    "toBin" TEXT,
    "lot" TEXT,
    "expiresOn" DATE,
    "quantity" INTEGER,
    "note" TEXT,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BinMove_pkey" PRIMARY KEY ("shop","id")
);

-- CreateIndex
CREATE INDEX "BinStock_shop_locationId_inventoryItemId_idx" ON "BinStock"("shop", "locationId", "inventoryItemId");

-- CreateIndex
CREATE INDEX "BinMove_shop_locationId_inventoryItemId_seq_idx" ON "BinMove"("shop", "locationId", "inventoryItemId", "seq");

-- CreateIndex
CREATE INDEX "BinMove_shop_locationId_fromBin_seq_idx" ON "BinMove"("shop", "locationId", "fromBin", "seq");

-- CreateIndex
CREATE INDEX "BinMove_shop_locationId_toBin_seq_idx" ON "BinMove"("shop", "locationId", "toBin", "seq");

-- Every bin that people named is kept, with what lies in it: an item's bin is its pick face, with an amount nobody has counted,
-- and the ledger begins with that. Row-level security holds for the owner too, so it steps aside for the copy.
ALTER TABLE "Bin" NO FORCE ROW LEVEL SECURITY;

INSERT INTO "BinStock" ("shop", "locationId", "bin", "inventoryItemId")
SELECT "shop", "locationId", "name", "inventoryItemId" FROM "Bin";

INSERT INTO "BinMove" ("shop", "id", "locationId", "kind", "inventoryItemId", "toBin", "by", "at")
SELECT "shop", gen_random_uuid(), "locationId", 'placed', "inventoryItemId", "name", 'before', now() FROM "Bin"
ORDER BY "shop", "locationId", "name", "inventoryItemId";

DELETE FROM "Bin" b USING "Bin" other
WHERE b."shop" = other."shop" AND b."locationId" = other."locationId" AND b."name" = other."name"
  AND b."inventoryItemId" > other."inventoryItemId";

-- DropIndex
DROP INDEX "Bin_shop_locationId_name_idx";

-- AlterTable
ALTER TABLE "Bin" DROP CONSTRAINT "Bin_pkey",
DROP COLUMN "inventoryItemId",
ADD COLUMN     "aisle" TEXT,
ADD COLUMN     "bay" TEXT,
ADD COLUMN     "capacity" INTEGER,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'pick',
ADD COLUMN     "level" TEXT,
ADD COLUMN     "position" TEXT,
ADD COLUMN     "zone" TEXT,
ADD CONSTRAINT "Bin_pkey" PRIMARY KEY ("shop", "locationId", "name");

ALTER TABLE "Bin" FORCE ROW LEVEL SECURITY;

-- CreateIndex
CREATE INDEX "Bin_shop_locationId_aisle_idx" ON "Bin"("shop", "locationId", "aisle");

-- AddForeignKey
ALTER TABLE "BinStock" ADD CONSTRAINT "BinStock_shop_locationId_bin_fkey" FOREIGN KEY ("shop", "locationId", "bin") REFERENCES "Bin"("shop", "locationId", "name") ON DELETE CASCADE ON UPDATE CASCADE;


-- The ledger is appended to, never changed. (It goes with its shop, when that is erased.)
CREATE FUNCTION backroom_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are appended, never changed', TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE ON "BinMove" FOR EACH ROW EXECUTE FUNCTION backroom_append_only();

-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
