// Comments that silence a line.
import * as aws from "@pulumi/aws";
const vpc = new aws.ec2.Vpc("v");
// @ts-expect-error: a newer provider has it
vpc.cidr;
vpc.cidr; // crosswalk: ignore[unknown-attribute]
vpc.cidr; // expect: unknown-attribute cidr
