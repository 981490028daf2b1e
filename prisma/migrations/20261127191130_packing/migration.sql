-- AlterTable
ALTER TABLE "Picker" ADD COLUMN     "mayForce" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "InventoryItem" ADD COLUMN     "grams" INTEGER,
ADD COLUMN     "originCountry" TEXT,
ADD COLUMN     "tariffCode" TEXT;

-- CreateTable
CREATE TABLE "Box" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'BOX',
    "length" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "weight" INTEGER NOT NULL,
    "maxWeight" INTEGER,
    "padding" INTEGER NOT NULL DEFAULT 0,
    "cost" BIGINT NOT NULL DEFAULT 0,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "Box_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "ItemSize" (
    "shop" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "length" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "upright" BOOLEAN NOT NULL DEFAULT false,
    "fragile" BOOLEAN NOT NULL DEFAULT false,
    "margin" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "fits" INTEGER NOT NULL DEFAULT 0,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ItemSize_pkey" PRIMARY KEY ("shop","inventoryItemId")
);

-- CreateTable
CREATE TABLE "PackTerms" (
    "shop" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "toleranceGrams" INTEGER NOT NULL DEFAULT 30,
    "tolerancePercent" INTEGER NOT NULL DEFAULT 3,
    "photoFrom" BIGINT,
    "insureFrom" BIGINT,
    "weigh" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "PackTerms_pkey" PRIMARY KEY ("shop","locationId")
);

-- CreateTable
CREATE TABLE "Parcel" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "waveId" UUID NOT NULL,
    "orderId" TEXT NOT NULL,
    "orderName" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "deliveryMethod" TEXT,
    "boxId" UUID,
    "boxName" TEXT,
    "boxKind" TEXT,
    "length" INTEGER,
    "width" INTEGER,
    "height" INTEGER,
    "expectedGrams" INTEGER,
    "weighedGrams" INTEGER,
    "value" BIGINT,
    "currency" TEXT,
    "insured" BOOLEAN NOT NULL DEFAULT false,
    "pickerId" UUID,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "sealedAt" TIMESTAMPTZ(3),
    "shippedAt" TIMESTAMPTZ(3),
    "handOff" TEXT,
    "carrier" TEXT,
    "trackingNumber" TEXT,
    "trackingUrl" TEXT,
    "commandId" UUID,
    "labelState" TEXT NOT NULL DEFAULT 'none',
    "labelCommandId" UUID,
    "labelResultId" TEXT,
    "labelUrl" TEXT,
    "labelProblem" TEXT,
    "manifestId" UUID,

    CONSTRAINT "Parcel_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "ParcelLine" (
    "shop" TEXT NOT NULL,
    "parcelId" UUID NOT NULL,
    "fulfillmentOrderLineId" TEXT NOT NULL,
    "fulfillmentOrderId" TEXT NOT NULL,
    "inventoryItemId" TEXT,
    "title" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "ParcelLine_pkey" PRIMARY KEY ("shop","parcelId","fulfillmentOrderLineId")
);

-- CreateTable
CREATE TABLE "PackProof" (
    "shop" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "parcelId" UUID NOT NULL,
    "pickerId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "deed" JSONB NOT NULL,
    "before" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "PackProof_pkey" PRIMARY KEY ("shop","orderId","seq")
);

-- CreateTable
CREATE TABLE "PackPhoto" (
    "shop" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "parcelId" UUID NOT NULL,
    "orderId" TEXT NOT NULL,
    "takenAt" TIMESTAMPTZ(3) NOT NULL,
    "jpeg" BYTEA NOT NULL,

    CONSTRAINT "PackPhoto_pkey" PRIMARY KEY ("shop","hash","parcelId")
);

-- CreateTable
CREATE TABLE "Manifest" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "locationId" TEXT NOT NULL,
    "carrier" TEXT,
    "day" DATE NOT NULL,
    "closedAt" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT,

    CONSTRAINT "Manifest_pkey" PRIMARY KEY ("shop","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Box_shop_name_key" ON "Box"("shop", "name");

-- CreateIndex
CREATE INDEX "Parcel_shop_orderId_idx" ON "Parcel"("shop", "orderId");

-- CreateIndex
CREATE INDEX "Parcel_shop_locationId_state_sealedAt_idx" ON "Parcel"("shop", "locationId", "state", "sealedAt");

-- CreateIndex
CREATE INDEX "Parcel_shop_manifestId_idx" ON "Parcel"("shop", "manifestId");

-- CreateIndex
CREATE UNIQUE INDEX "Parcel_shop_waveId_orderId_number_key" ON "Parcel"("shop", "waveId", "orderId", "number");

-- CreateIndex
CREATE INDEX "PackProof_shop_parcelId_idx" ON "PackProof"("shop", "parcelId");

-- CreateIndex
CREATE UNIQUE INDEX "PackProof_shop_orderId_id_key" ON "PackProof"("shop", "orderId", "id");

-- CreateIndex
CREATE INDEX "PackPhoto_shop_parcelId_idx" ON "PackPhoto"("shop", "parcelId");

-- CreateIndex
CREATE INDEX "PackPhoto_shop_orderId_idx" ON "PackPhoto"("shop", "orderId");

-- CreateIndex
CREATE INDEX "Manifest_shop_locationId_day_idx" ON "Manifest"("shop", "locationId", "day");

-- CreateIndex
CREATE UNIQUE INDEX "Manifest_shop_number_key" ON "Manifest"("shop", "number");

-- AddForeignKey
ALTER TABLE "Parcel" ADD CONSTRAINT "Parcel_shop_manifestId_fkey" FOREIGN KEY ("shop", "manifestId") REFERENCES "Manifest"("shop", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ParcelLine" ADD CONSTRAINT "ParcelLine_shop_parcelId_fkey" FOREIGN KEY ("shop", "parcelId") REFERENCES "Parcel"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
