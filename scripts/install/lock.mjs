import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while no other process of this user holds the same lock; waits for its turn otherwise.
 * The lock is a file with the holder's process id, created exclusively; that of a dead process is taken over.
 * @template T
 * @param {string} file
 * @param {string} purpose what is being done, for the line that a waiting process prints
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, purpose, work) {
	mkdirSync(dirname(file), { recursive: true });
	let announced = false;
	while (!acquire(file)) {
		const holder = holderOf(file);
		if (holder !== null && !isAlive(holder)) {
			// Only one of several waiting processes may remove it: the one that still reads the dead holder's id.
			if (holderOf(file) === holder) rmSync(file, { force: true });
			continue;
		}
		if (!announced) process.stderr.write(`  … waiting: process ${holder ?? '?'} is already ${purpose}\n`);
		announced = true;
		await sleep(500);
	}
	const release = () => {
		if (holderOf(file) === process.pid) rmSync(file, { force: true });
	};
	process.once('exit', release);
	try {
		return await work();
	} finally {
		process.off('exit', release);
		release();
	}
}

/** @param {string} file */
function acquire(file) {
	try {
		writeFileSync(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
		throw error;
	}
}

/** @param {string} file @returns {number | null} null while the holder is just writing or has just released it */
function holderOf(file) {
	try {
		return Number(readFileSync(file, 'utf8')) || null;
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return null;
		throw error;
	}
}

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
	}
}
