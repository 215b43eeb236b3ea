// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// A bedrock-emulator of its own, and the SDK's clients of it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export const keys = { accessKeyId: 'AKIAEMULATOREXAMPLE1', secretAccessKey: 'emulator/secret/access/key/EXAMPLE+00001' };
// *.localhost is this machine, whatever its resolver thinks of it.
const lookup = (_name, options, done) =>
    options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);

export const folder = mkdtempSync(join(tmpdir(), 'bedrock-sdk-check-'));

// Nothing of the machine's own configuration shall reach the SDK.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
process.env.AWS_EC2_METADATA_DISABLED = 'true';
process.env.AWS_CONFIG_FILE = process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, 'none');

// Starts the program; ends this one if that fails.
export async function start(program, flags) {
    const caFile = join(folder, 'ca.pem'), readyFile = join(folder, 'port');
    const emulator = spawn(program, ['--ca-file', caFile, '--ready-file', readyFile, ...flags],
                           { stdio: ['ignore', 'ignore', 'inherit'] });
    let ended = null;
    emulator.on('exit', (code, signal) => { ended = signal ?? code; });
    for (let i = 0; i < 200 && !existsSync(readyFile) && ended === null; ++i) await sleep(25);
    if (!existsSync(readyFile)) {
        console.error(`the emulator did not start (${ended})`);
        emulator.kill();
        process.exit(1);
    }
    const port = Number(readFileSync(readyFile, 'utf8'));
    const ca = readFileSync(caFile, 'utf8');
    const clients = [];
    return {
        port,
        caFile,
        url: `https://{region}.localhost:${port}`,
        client(settings = {}, Client = BedrockRuntimeClient) {
            const region = settings.region ?? 'us-east-1';
            const made = new Client({
                region,
                endpoint: `https://${region}.localhost:${port}`,
                credentials: keys,
                maxAttempts: 1,
                requestHandler: new NodeHttpHandler({ httpsAgent: new Agent({ ca, lookup, keepAlive: true }) }),
                ...settings,
            });
            clients.push(made);
            return made;
        },
        async control(method, path, body) {
            const reply = await fetch(`http://127.0.0.1:${port}/_emulator/${path}`,
                                      { method, body: body && JSON.stringify(body) });
            assert.equal(reply.status, 200, await reply.clone().text());
            return reply.json();
        },
        // The exit status, or the signal that ended it.
        async stop() {
            for (const c of clients) c.destroy();
            emulator.kill('SIGTERM');
            for (let i = 0; i < 200 && ended === null; ++i) await sleep(10);
            if (ended === null) emulator.kill('SIGKILL');
            rmSync(folder, { recursive: true, force: true });
            return ended;
        },
    };
}
