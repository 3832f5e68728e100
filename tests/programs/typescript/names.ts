// Names that do not exist, of arguments, nested types, classes and modules.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ec2, s3 as storage } from "@pulumi/aws";
import { Bucket } from "@pulumi/aws/s3";
declare const vpc: aws.ec2.Vpc;

() => { new Bucket('b', { buckets: 'x' }); }; // expect: unknown-argument buckets
() => { new Bucket('b', { 'buckets': 'x' }); }; // expect: unknown-argument buckets
() => { new Bucket('b', { ...rest, buckets: 'x' }); }; // expect: unknown-argument buckets
() => { const buckets = 1; new Bucket('b', { buckets }); }; // expect: unknown-argument buckets
() => { new Bucket('b', { arn: 'x' }); }; // expect: output-only arn
() => { new Bucket('b', ok ? { buckets: 'x' } : undefined); }; // expect: unknown-argument buckets
() => { new aws.eks.Cluster('c', { vpcConfig: { subnets: [] } }); }; // expect: unknown-argument subnets
() => { new ec2.SecurityGroup('g', { ingress: [{ ports: 1 }] }); }; // expect: unknown-argument ports
() => { new ec2.SecurityGroup('g', { ingress: [1].map(p => ({ ports: p })) }); }; // expect: unknown-argument ports
() => { const a: aws.s3.BucketArgs = { buckets: 'x' }; }; // expect: unknown-argument buckets
() => { const a: Partial<storage.BucketArgs> = { buckets: 'x' }; }; // expect: unknown-argument buckets
() => { const a = { buckets: 'x' } satisfies aws.s3.BucketArgs; }; // expect: unknown-argument buckets
() => { const a: aws.types.input.ec2.SecurityGroupIngress = { ports: 1 }; }; // expect: unknown-argument ports
() => { const a: pulumi.Input<aws.types.input.ec2.SecurityGroupIngress>[] = [{ ports: 1 }]; }; // expect: unknown-argument ports
() => { function f(): aws.s3.BucketArgs { return { buckets: 'x' } } }; // expect: unknown-argument buckets
() => { const f = (): aws.s3.BucketArgs => ({ buckets: 'x' }); }; // expect: unknown-argument buckets
() => { function f(a: { b: aws.s3.BucketArgs }) {} f({ b: { buckets: 'x' } }); }; // expect: unknown-argument buckets
() => { class A { constructor(a: aws.s3.BucketArgs) {} } new A({ buckets: 'x' }); }; // expect: unknown-argument buckets
() => { class A extends aws.s3.Bucket { constructor() { super('a', { buckets: 'x' }) } } }; // expect: unknown-argument buckets
() => { class A extends aws.s3.Bucket {} new A('a', { buckets: 'x' }); }; // expect: unknown-argument buckets
() => { aws.ec2.getAmi({ owner: 'x' }); }; // expect: unknown-argument owner
() => { aws.ec2.getAmiOutput({ filters: [{ key: 'x' }] }); }; // expect: unknown-argument key
() => { aws.s3.Bucket.get('b', 'id', { arns: 'x' }); }; // expect: unknown-argument arns
() => { new aws.iam.Role('r', { assumeRolePolicy: { Version: 'x', Statements: [] } }); }; // expect: unknown-argument Statements
() => { new aws.elasticache.ReplicationGroups('x'); }; // expect: unknown-resource ReplicationGroups
() => { new aws.elasticash.ReplicationGroup('x'); }; // expect: unknown-resource elasticash
() => { declare const g: aws.elasticache.ReplicationGroup; g.logDeliveryConfigurations[0].type; }; // expect: unknown-attribute type
() => { const c = new aws.eks.Cluster('c'); c.vpcConfig['vpc']; }; // expect: unknown-attribute vpc
() => { const c = new aws.eks.Cluster('c'); c.vpcConfig.apply(({ vpc, ...more }) => vpc); }; // expect: unknown-attribute vpc
() => { const f = function (this: any, v: ec2.Vpc) { v.cidr }; }; // expect: unknown-attribute cidr
