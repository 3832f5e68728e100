// The ways in which a program names the packages.
import all from "@pulumi/aws";
import { default as named } from "@pulumi/aws";
import * as e from "@pulumi/aws/ec2";
import { Vpc as V, Vpcs } from "@pulumi/aws/ec2";
import { Vpc as W } from "@pulumi/aws/ec2/vpc";
import required = require("@pulumi/aws");
import E = required.ec2;
import * as native from "@pulumi/aws-native";
import * as awsx from "@pulumi/awsx";
import { Provider } from "@pulumi/aws/provider";

new all.ec2.Vpc("v").cidr; // expect: unknown-attribute cidr
new named.ec2.Vpc("v").cidr; // expect: unknown-attribute cidr
new e.Vpc("v").cidr; // expect: unknown-attribute cidr
new V("v").cidr; // expect: unknown-attribute cidr
new W("v").cidr; // expect: unknown-attribute cidr
new required.ec2.Vpc("v").cidr; // expect: unknown-attribute cidr
new E.Vpc("v").cidr; // expect: unknown-attribute cidr
new Vpcs("x"); // expect: unknown-resource Vpcs

new all.ec2.Vpc("v").cidrBlock;
new E.Vpc("v").cidrBlock;
// Other packages.
new native.ec2.Nothing("x").cidr;
new awsx.ec2.Vpc("x", { cidr: "x" }).cidr;
new Provider("p", {});
