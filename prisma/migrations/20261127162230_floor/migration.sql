-- AlterTable
ALTER TABLE "ShopDirectory" ADD COLUMN     "number" INTEGER;

-- AlterTable
ALTER TABLE "WaveLine" ADD COLUMN     "dropped" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "tote" TEXT;

-- CreateTable
CREATE TABLE "Picker" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "pinHash" TEXT,
    "language" TEXT NOT NULL DEFAULT 'en',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Picker_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "Device" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "pickerId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secretHash" BYTEA NOT NULL,
    "pairedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Device_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "Pairing" (
    "shop" TEXT NOT NULL,
    "codeHash" BYTEA NOT NULL,
    "pickerId" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Pairing_pkey" PRIMARY KEY ("shop","codeHash")
);

-- CreateTable
CREATE TABLE "FloorScan" (
    "shop" TEXT NOT NULL,
    "waveId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "deviceId" UUID,
    "pickerId" UUID,
    "deviceSeq" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(3) NOT NULL,
    "deed" JSONB NOT NULL,
    "refused" TEXT,

    CONSTRAINT "FloorScan_pkey" PRIMARY KEY ("shop","waveId","seq")
);

-- CreateIndex
CREATE INDEX "Device_shop_pickerId_idx" ON "Device"("shop", "pickerId");

-- CreateIndex
CREATE INDEX "Pairing_shop_expiresAt_idx" ON "Pairing"("shop", "expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "FloorScan_shop_waveId_id_key" ON "FloorScan"("shop", "waveId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "FloorScan_shop_waveId_deviceId_deviceSeq_key" ON "FloorScan"("shop", "waveId", "deviceId", "deviceSeq");

-- CreateIndex
CREATE UNIQUE INDEX "ShopDirectory_number_key" ON "ShopDirectory"("number");

-- AddForeignKey
ALTER TABLE "Device" ADD CONSTRAINT "Device_shop_pickerId_fkey" FOREIGN KEY ("shop", "pickerId") REFERENCES "Picker"("shop", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pairing" ADD CONSTRAINT "Pairing_shop_pickerId_fkey" FOREIGN KEY ("shop", "pickerId") REFERENCES "Picker"("shop", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FloorScan" ADD CONSTRAINT "FloorScan_shop_waveId_fkey" FOREIGN KEY ("shop", "waveId") REFERENCES "Wave"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
