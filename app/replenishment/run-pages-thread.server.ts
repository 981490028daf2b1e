// A thread beside the one that runs over everything: takes pages until none is left, and says whether the run is still ours.
import { parentPort, workerData } from 'node:worker_threads';
import { prisma } from '../db.server.ts';
import { type Pages, takePages } from './run-pages.server.ts';

const mine = await takePages(workerData as Pages);
await prisma.$disconnect();
parentPort?.postMessage(mine);
