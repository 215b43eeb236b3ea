// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Checks bedrock-emulator with a client nobody here wrote: node emulator_check.mjs PATH/TO/bedrock-emulator
// One line a check; exit status 1 if one failed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

import {
    BedrockClient,
    CreateInferenceProfileCommand,
    DeleteInferenceProfileCommand,
    DeleteModelInvocationLoggingConfigurationCommand,
    GetFoundationModelAvailabilityCommand,
    GetFoundationModelCommand,
    GetInferenceProfileCommand,
    GetModelInvocationLoggingConfigurationCommand,
    ListFoundationModelsCommand,
    paginateListInferenceProfiles,
    PutModelInvocationLoggingConfigurationCommand,
} from '@aws-sdk/client-bedrock';
import {
    ConverseCommand,
    ConverseStreamCommand,
    InvokeModelCommand,
    InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { GetServiceQuotaCommand, paginateListServiceQuotas, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';

import { folder, keys, start } from './emulator.mjs';

const program = process.argv[2];
if (!program) {
    console.error('usage: node emulator_check.mjs PATH/TO/bedrock-emulator');
    process.exit(2);
}

const logFile = join(folder, 'invocations.json.gz');
const emulator = await start(program, ['--latency', '30ms', '--token-time', '1ms', '--region', 'us-east-1',
                                       '--region', 'eu-west-3', '--catalog', 'launch-2024-09',
                                       '--invocation-logs', logFile]);
const { client, control } = emulator;
const fault = (f) => control('POST', 'faults', f);
const received = () => control('GET', 'log');

const euSonnet = 'eu.anthropic.claude-3-5-sonnet-20240620-v1:0';
const modelId = 'us.anthropic.claude-3-5-sonnet-20240620-v1:0';
const prompt = 'S3、EBS、EFS の違いは?';
const question = (more = {}) => ({
    modelId,
    messages: [{ role: 'user', content: [{ text: prompt }] }],
    system: [{ text: 'Be brief.' }],
    inferenceConfig: { maxTokens: 40, temperature: 0.5, topP: 0.9 },
    ...more,
});
const claude = {
    modelId,
    contentType: 'application/json',
    accept: 'application/json',
    body: JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31', max_tokens: 40, messages: [{ role: 'user', content: prompt }],
    }),
};
const opening = '[emulator, no inference] ' + prompt;

async function gather(stream) {
    const events = [];
    for await (const event of stream) events.push(event);
    return events;
}
const names = (events) => events.map((e) => Object.keys(e)[0]);
const textOf = (events) => events.map((e) => e.contentBlockDelta?.delta.text ?? '').join('');
async function failure(promise) {
    try {
        await promise;
    } catch (error) {
        return error;
    }
    assert.fail('it should have failed');
}

const checks = {
    async 'Converse: typed reply, usage, metrics, request ID'() {
        const reply = await client().send(new ConverseCommand(question()));
        assert.equal(reply.$metadata.httpStatusCode, 200);
        assert.match(reply.$metadata.requestId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/);
        assert.equal(reply.output.message.role, 'assistant');
        assert.ok(reply.output.message.content[0].text.startsWith(opening));
        assert.equal(reply.stopReason, 'max_tokens');
        assert.equal(reply.usage.outputTokens, 40);
        assert.equal(reply.usage.totalTokens, reply.usage.inputTokens + 40);
        assert.ok(reply.metrics.latencyMs >= 30);
    },
    async 'Converse by the ARN of a profile, and from another region'() {
        const arn = 'arn:aws:bedrock:eu-west-3:123456789012:inference-profile/eu.anthropic.claude-3-haiku-20240307-v1:0';
        const reply = await client({ region: 'eu-west-3' }).send(new ConverseCommand(question({ modelId: arn })));
        assert.equal(reply.usage.outputTokens, 40);
        const last = (await received()).at(-1);
        assert.equal(last.region, 'eu-west-3');
        assert.equal(last.model, arn);
    },
    async 'Paris: the plain model is refused, the profile answers, and the log says from where'() {
        const paris = client({ region: 'eu-west-3' });
        const refused = await failure(paris.send(new ConverseCommand(question({ modelId: euSonnet.slice(3) }))));
        assert.equal(refused.name, 'ValidationException');
        assert.equal(refused.message, "The provided model doesn't support on-demand throughput.");
        const reply = await paris.send(new ConverseCommand(question({ modelId: euSonnet })));
        const find = () => gunzipSync(readFileSync(logFile)).toString().trim().split('\n').map((l) => JSON.parse(l))
            .find((r) => r.requestId === reply.$metadata.requestId);
        for (let i = 0; i < 200 && !find(); ++i) await sleep(10);  // it is written once the call has ended
        const record = find();
        assert.equal(record.region, 'eu-west-3');
        assert.equal(record.inferenceRegion, 'eu-central-1');
        assert.equal(record.output.outputTokenCount, 40);
    },
    async 'inference profiles are listed, page by page, and found by ID and ARN'() {
        const bedrock = client({}, BedrockClient);
        const all = [];
        for await (const page of paginateListInferenceProfiles({ client: bedrock, pageSize: 3 }, {}))
            all.push(...page.inferenceProfileSummaries);
        assert.equal(all.length, 4);
        for (const inferenceProfileIdentifier of [all[0].inferenceProfileId, all[0].inferenceProfileArn]) {
            const one = await bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier }));
            assert.equal(one.inferenceProfileName, 'US Anthropic Claude 3 Haiku');
            assert.deepEqual(one.models.map((m) => m.modelArn.split(':')[3]), ['us-east-1', 'us-west-2']);
            assert.ok(one.createdAt instanceof Date);
        }
        const missing = await failure(
            bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: 'us.nobody.none' })));
        assert.equal(missing.name, 'ResourceNotFoundException');
        assert.equal(missing.$metadata.httpStatusCode, 404);
    },
    async 'a page token that never ends is noticed by the SDK'() {
        await fault({ kind: 'endless-pages', count: 0 });
        try {
            const pages = paginateListInferenceProfiles(
                { client: client({}, BedrockClient), pageSize: 3, stopOnSameToken: true }, {});
            let count = 0;
            for await (const _ of pages) ++count;
            assert.equal(count, 2);
        } finally {
            await control('DELETE', 'faults');
        }
    },
    async 'an application profile is made, called and deleted'() {
        const bedrock = client({}, BedrockClient);
        const create = () => bedrock.send(new CreateInferenceProfileCommand({
            inferenceProfileName: 'costs of one team',
            modelSource: { copyFrom: `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${modelId}` },
            tags: [{ key: 'team', value: 'one' }],
        }));
        const { inferenceProfileArn, status, $metadata } = await create();
        assert.equal($metadata.httpStatusCode, 201);
        assert.equal(status, 'ACTIVE');
        assert.equal((await failure(create())).name, 'ConflictException');
        const reply = await client().send(new ConverseCommand(question({ modelId: inferenceProfileArn })));
        assert.equal(reply.usage.outputTokens, 40);
        await bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: inferenceProfileArn }));
        const gone = await failure(client().send(new ConverseCommand(question({ modelId: inferenceProfileArn }))));
        assert.equal(gone.name, 'ValidationException');
    },
    async 'foundation models: listed, described, available'() {
        const paris = client({ region: 'eu-west-3' }, BedrockClient);
        const { modelSummaries } = await paris.send(new ListFoundationModelsCommand({ byInferenceType: 'ON_DEMAND' }));
        assert.equal(modelSummaries.length, 2);
        const { modelDetails } = await paris.send(new GetFoundationModelCommand({ modelIdentifier: euSonnet.slice(3) }));
        assert.deepEqual(modelDetails.inferenceTypesSupported, ['INFERENCE_PROFILE']);
        const state = await paris.send(new GetFoundationModelAvailabilityCommand({ modelId: euSonnet.slice(3) }));
        assert.equal(state.regionAvailability, 'AVAILABLE');
        assert.equal(state.authorizationStatus, 'AUTHORIZED');
    },
    async 'the logging configuration is kept'() {
        const bedrock = client({}, BedrockClient);
        const loggingConfig = { s3Config: { bucketName: 'my-logs' }, textDataDeliveryEnabled: true };
        await bedrock.send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));
        const get = async () => (await bedrock.send(new GetModelInvocationLoggingConfigurationCommand({}))).loggingConfig;
        assert.deepEqual(await get(), loggingConfig);
        await bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({}));
        assert.equal(await get(), undefined);
    },
    async 'Service Quotas: the limits in force, page by page, signed in their own name'() {
        const quotas = client({}, ServiceQuotasClient);
        const all = [];
        for await (const page of paginateListServiceQuotas({ client: quotas, pageSize: 5 }, { ServiceCode: 'bedrock' }))
            all.push(...page.Quotas);
        assert.equal(all.length, 16);
        const name = 'Cross-region InvokeModel requests per minute for Anthropic Claude 3.5 Sonnet';
        const { QuotaCode } = all.find((q) => q.QuotaName === name);
        const { Quota } = await quotas.send(new GetServiceQuotaCommand({ ServiceCode: 'bedrock', QuotaCode }));
        assert.equal(Quota.Value, 100);
        const error = await failure(quotas.send(new GetServiceQuotaCommand({ ServiceCode: 'bedrock', QuotaCode: 'L-0' })));
        assert.equal(error.name, 'NoSuchResourceException');
    },
    async 'ConverseStream: events in order, text whole, usage last'() {
        const reply = await client().send(new ConverseStreamCommand(question()));
        const events = await gather(reply.stream);
        const order = names(events);
        assert.equal(order[0], 'messageStart');
        assert.deepEqual(order.slice(-3), ['contentBlockStop', 'messageStop', 'metadata']);
        assert.equal(order.filter((n) => n === 'contentBlockDelta').length, 40);
        assert.ok(textOf(events).startsWith(opening));
        assert.equal(events.at(-2).messageStop.stopReason, 'max_tokens');
        assert.equal(events.at(-1).metadata.usage.outputTokens, 40);
        assert.ok(events.at(-1).metadata.metrics.latencyMs >= 30 + 39);
    },
    async 'InvokeModel: the model\'s own body'() {
        const reply = await client().send(new InvokeModelCommand(claude));
        assert.equal(reply.contentType, 'application/json');
        const body = JSON.parse(new TextDecoder().decode(reply.body));
        assert.equal(body.type, 'message');
        assert.ok(body.content[0].text.startsWith(opening));
        assert.equal(body.usage.output_tokens, 40);
    },
    async 'InvokeModelWithResponseStream: chunks, metrics in the last'() {
        const reply = await client().send(new InvokeModelWithResponseStreamCommand(claude));
        assert.equal(reply.contentType, 'application/json');
        const inner = (await gather(reply.body)).map((e) => JSON.parse(new TextDecoder().decode(e.chunk.bytes)));
        assert.equal(inner[0].type, 'message_start');
        assert.equal(inner.at(-1).type, 'message_stop');
        assert.equal(inner.at(-1)['amazon-bedrock-invocationMetrics'].outputTokenCount, 40);
        assert.ok(inner.map((e) => e.delta?.text ?? '').join('').startsWith(opening));
    },
    async 'many calls at once over few connections'() {
        const one = client();
        const replies = await Promise.all(Array.from({ length: 40 }, () => one.send(new ConverseCommand(question()))));
        assert.equal(new Set(replies.map((r) => r.$metadata.requestId)).size, 40);
    },
    async 'a bearer key is taken, a wrong one is not'() {
        const bearer = (token) => client({ credentials: undefined, token: { token }, authSchemePreference: ['httpBearerAuth'] });
        const reply = await bearer('emulator-bearer-key-EXAMPLE').send(new ConverseCommand(question()));
        assert.equal(reply.usage.outputTokens, 40);
        assert.ok(!(await received()).at(-1).headers.some((h) => h.name === 'x-amz-date'), 'it signed after all');
        const error = await failure(bearer('nobody').send(new ConverseCommand(question())));
        assert.equal(error.name, 'AccessDeniedException');
        assert.equal(error.$metadata.httpStatusCode, 403);
    },
    async 'a wrong secret, an unknown key and a stray session token are refused'() {
        const refused = async (credentials) => (await failure(client({ credentials }).send(new ConverseCommand(question()))));
        const signature = await refused({ ...keys, secretAccessKey: 'wrong' });
        assert.equal(signature.name, 'InvalidSignatureException');
        assert.match(signature.message, /The request signature we calculated does not match/);
        assert.equal((await refused({ ...keys, accessKeyId: 'AKIAUNKNOWN000000000' })).name, 'UnrecognizedClientException');
        assert.equal((await refused({ ...keys, sessionToken: 'stray' })).name, 'UnrecognizedClientException');
    },
    async 'a bad request is a ValidationException in the service\'s words'() {
        const error = await failure(client().send(new ConverseCommand(question({ messages: [] }))));
        assert.equal(error.name, 'ValidationException');
        assert.match(error.message, /must start with a user message/);
    },
    async 'throttles: retried by the SDK while it may, then a ThrottlingException'() {
        await fault({ kind: 'throttle', count: 1 });
        const reply = await client({ maxAttempts: 3 }).send(new ConverseCommand(question()));
        assert.equal(reply.$metadata.attempts, 2);
        assert.equal(reply.usage.outputTokens, 40);

        await fault({ kind: 'throttle', count: 2, headers: { 'x-amz-retry-after': '10' } });
        const error = await failure(client({ maxAttempts: 2 }).send(new ConverseCommand(question())));
        assert.equal(error.name, 'ThrottlingException');
        assert.equal(error.$metadata.httpStatusCode, 429);
        assert.equal(error.$metadata.attempts, 2);
        assert.equal(error.message, 'Too many requests, please wait before trying again.');
    },
    async 'a quota throttles by itself, and only its own region'() {
        await control('POST', 'reset');
        await control('POST', 'limits', { 'us-east-1': { requests: 2 } });
        try {
            const results = await Promise.allSettled(
                Array.from({ length: 6 }, () => client().send(new ConverseCommand(question()))));
            const errors = results.filter((r) => r.status === 'rejected').map((r) => r.reason.name);
            // The minute of the clock may have changed in between, once.
            assert.ok(errors.length === 4 || errors.length === 2, `${errors.length} were refused`);
            assert.ok(errors.every((n) => n === 'ThrottlingException'));
            await client({ region: 'eu-west-3' }).send(new ConverseCommand(question({ modelId: euSonnet })));
        } finally {
            await control('POST', 'limits', { 'us-east-1': {} });
        }
    },
    async '500 and 503 are retried'() {
        await fault([{ kind: 'internal' }, { kind: 'unavailable' }]);
        const reply = await client({ maxAttempts: 3 }).send(new ConverseCommand(question()));
        assert.equal(reply.$metadata.attempts, 3);
    },
    async 'a reset before the reply is a network error, retried'() {
        await fault({ kind: 'reset' });
        const error = await failure(client().send(new ConverseCommand(question())));
        assert.equal(error.code, 'ECONNRESET');
        await fault({ kind: 'reset' });
        const reply = await client({ maxAttempts: 2 }).send(new ConverseCommand(question()));
        assert.equal(reply.$metadata.attempts, 2);
    },
    async 'a clock that is off is corrected by the SDK from Date'() {
        await fault({ kind: 'clock-skew', delay: '20m', count: 0 });
        try {
            const reply = await client({ maxAttempts: 3 }).send(new ConverseCommand(question()));
            assert.equal(reply.$metadata.attempts, 2);
        } finally {
            await control('DELETE', 'faults');
        }
    },
    async 'a cut stream surfaces as an error, after what had come'() {
        await fault({ kind: 'cut', events: 6 });
        const reply = await client().send(new ConverseStreamCommand(question()));
        const events = [];
        const error = await failure((async () => { for await (const e of reply.stream) events.push(e); })());
        assert.ok(events.length <= 6);
        assert.ok(error instanceof Error);
        assert.ok(!names(events).includes('messageStop'));
    },
    async 'an exception event in a stream is thrown with its type'() {
        await fault({ kind: 'exception', code: 'modelStreamErrorException', message: 'made on purpose', events: 4 });
        const reply = await client().send(new ConverseStreamCommand(question()));
        const events = [];
        const error = await failure((async () => { for await (const e of reply.stream) events.push(e); })());
        assert.equal(events.length, 4);
        assert.equal(error.name, 'ModelStreamErrorException');
        assert.equal(error.message, 'made on purpose');
    },
    async 'a corrupt frame is noticed'() {
        await fault({ kind: 'corrupt', events: 3 });
        const reply = await client().send(new ConverseStreamCommand(question()));
        assert.match((await failure(gather(reply.stream))).message, /checksum/);
    },
    async 'an event of an unknown kind is passed over'() {
        await fault({ kind: 'unknown-event' });
        const reply = await client().send(new ConverseStreamCommand(question()));
        const events = await gather(reply.stream);
        assert.ok(names(events).includes('messageStop'));
        assert.ok(textOf(events).startsWith(opening));
    },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
    try {
        await check();
        console.log(`ok    ${name}`);
    } catch (error) {
        ++failed;
        console.log(`FAIL  ${name}\n      ${String(error?.stack ?? error).replaceAll('\n', '\n      ')}`);
        await control('DELETE', 'faults').catch(() => {});
    }
}

const ended = await emulator.stop();
if (ended === 0) {
    console.log('ok    the emulator ends with status 0 on SIGTERM');
} else {
    ++failed;
    console.log(`FAIL  the emulator ended with ${ended}`);
}
console.log(failed === 0 ? 'all checks passed' : `${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
