// The program adds members to the classes of the package: nothing is known of what is read.
import * as aws from "@pulumi/aws";
declare module "@pulumi/aws/ec2" {
    interface Vpc { cidr: string }
}
new aws.ec2.Vpc("v").cidr;
