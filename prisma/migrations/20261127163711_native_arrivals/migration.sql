-- CreateTable
CREATE TABLE "NativeArrival" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "supplierName" TEXT NOT NULL,
    "orderedAt" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "accepted" INTEGER NOT NULL,

    CONSTRAINT "NativeArrival_pkey" PRIMARY KEY ("shop","id")
);

-- CreateIndex
CREATE INDEX "NativeArrival_shop_inventoryItemId_idx" ON "NativeArrival"("shop", "inventoryItemId");


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
