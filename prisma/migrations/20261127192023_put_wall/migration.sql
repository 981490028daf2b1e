-- CreateTable
CREATE TABLE "PutWall" (
    "shop" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "columns" INTEGER NOT NULL,

    CONSTRAINT "PutWall_pkey" PRIMARY KEY ("shop","locationId")
);

-- CreateTable
CREATE TABLE "WallScan" (
    "shop" TEXT NOT NULL,
    "waveId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "deviceId" UUID,
    "pickerId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "deed" JSONB NOT NULL,
    "refused" TEXT,

    CONSTRAINT "WallScan_pkey" PRIMARY KEY ("shop","waveId","seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "WallScan_shop_waveId_id_key" ON "WallScan"("shop", "waveId", "id");

-- AddForeignKey
ALTER TABLE "WallScan" ADD CONSTRAINT "WallScan_shop_waveId_fkey" FOREIGN KEY ("shop", "waveId") REFERENCES "Wave"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
