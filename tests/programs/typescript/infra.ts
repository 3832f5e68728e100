/// <reference path="./.sst/platform/config.d.ts" />
// A file of an SST app, which names its declarations; a name of its own hides the global one.
export const queue = new aws.sqs.Queue("Queue");
queue.queueUrls; // expect: unknown-attribute queueUrls
function local(aws: any) {
    return new aws.sqs.Queues("Queue").queueUrls;
}
