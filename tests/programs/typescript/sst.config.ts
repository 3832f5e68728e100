/// <reference path="./.sst/platform/config.d.ts" />
// SST's own configuration: the packages are global names, nothing is imported.
export default $config({
    app(input) {
        return { name: "shop", home: "aws", providers: { aws: { region: "eu-west-1" } } };
    },
    async run() {
        const bucket = new sst.aws.Bucket("Uploads", { anything: true });
        const queue = new aws.sqs.Queue("Queue", { fifoQueue: true, FifoQueues: true }); // expect: unknown-argument FifoQueues
        const zone = await aws.route53.getZone({ name: "example.org", privateZones: true }); // expect: unknown-argument privateZones -> !privateZone
        const topic = new aws.sns.Topic("Topic");
        $util.all([queue, topic]).apply(([q, t]) => q.queueUrl); // expect: unknown-attribute queueUrl -> !url, id
        return {
            url: queue.url,
            zone: zone.zone_id, // expect: unknown-attribute zone_id -> !zoneId
            topic: $interpolate`${topic.topicArn}`, // expect: unknown-attribute topicArn -> !arn, id
            bucket: bucket.nodes.bucket.anything,
        };
    },
});
