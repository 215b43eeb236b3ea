// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Checks what the simulator says with the emulator in real time: node simulated.mjs EMULATOR BEDROCK LOAD
// Two clients without a quota of their own call a region from several workers each, far more than its quota allows: one
// is ours, the other the SDK, which nobody here wrote. What they get served must be what `bedrock simulate` says.

import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

import { folder, start } from './emulator.mjs';

const [program, bedrock, load] = process.argv.slice(2);
if (!load) {
    console.error('usage: node simulated.mjs EMULATOR BEDROCK LOAD');
    process.exit(2);
}

const seconds = 20, workers = 8;
const scenario = join(folder, 'scenario.json');
writeFileSync(scenario, JSON.stringify({
    clients: 2,
    length: seconds,
    traffic: {
        arrivals: 'closed_loop', together: 2 * workers, model: 'acme.anvil-v1:0',
        input: { mean: 10, sigma: 0 }, output: { mean: 8, sigma: 0 }, maxTokens: 100,
    },
    service: { window: 'bucket', burst: 5, firstToken: 0.2, catalog: 'none' },
    regions: [{ region: 'us-east-1', requests: 600 }],
    quota: { policy: 'unlimited' },
}));
const simulated = JSON.parse(execFileSync(bedrock, ['simulate', scenario, '--json'])).clients.served;

const emulator = await start(program, ['--region', 'us-east-1', '--latency', '200ms', '--output-tokens', '8', '--rpm', '600',
                                       '--window', 'bucket', '--burst', '5s']);

async function sdkWorker(client, end) {
    const question = new ConverseCommand({
        modelId: 'acme.anvil-v1:0',
        messages: [{ role: 'user', content: [{ text: 'hello' }] }],
        inferenceConfig: { maxTokens: 100 },
    });
    let served = 0;
    while (Date.now() < end) {
        try {
            await client.send(question);
            served += Date.now() < end;
        } catch (error) {
            if (error.name !== 'ThrottlingException') throw error;
        }
    }
    return served;
}

process.on('uncaughtException', async (error) => {
    console.error(error);
    await emulator.stop();
    process.exit(1);
});
const ours = promisify(execFile)(load, [emulator.url, emulator.caFile, String(seconds), String(workers)]);
const sdk = emulator.client({ maxAttempts: 3 });
const end = Date.now() + 1000 * seconds;
const bySdk = (await Promise.all(Array.from({ length: workers }, () => sdkWorker(sdk, end)))).reduce((a, b) => a + b);
const byOurs = Number((await ours).stdout);
await emulator.stop();

const served = bySdk + byOurs;
const off = Math.abs(served - simulated) / simulated;
console.log(`served: ${byOurs} by our client, ${bySdk} by the SDK, together ${served}; simulated ${simulated}; ` +
            `off by ${(100 * off).toFixed(1)} %`);
process.exit(off <= 0.05 && bySdk > 0 && byOurs > 0 ? 0 : 1);
