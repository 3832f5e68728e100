// How a resource is followed to what is read of it.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ec2, s3 as storage } from "@pulumi/aws";
import { Bucket } from "@pulumi/aws/s3";
declare const vpc: aws.ec2.Vpc;

// const
() => { const v = new aws.ec2.Vpc('v', {}); v.cidr; }; // expect: unknown-attribute cidr
// named import
() => { const v = new ec2.Vpc('v', {}); v.cidr; }; // expect: unknown-attribute cidr
// import at run time
() => { async function f() { const a = await import('@pulumi/aws'); new a.ec2.Vpc('v').cidr } }; // expect: unknown-attribute cidr
// require
() => { const a = require('@pulumi/aws'); new a.ec2.Vpc('v').cidr; }; // expect: unknown-attribute cidr
// require and take apart
() => { const { ec2: e } = require('@pulumi/aws'); new e.Vpc('v').cidr; }; // expect: unknown-attribute cidr
// let set once later
() => { let v; v = new ec2.Vpc('v'); v.cidr; }; // expect: unknown-attribute cidr
// var seen from a function
() => { function f() { return v.cidr } var v = new ec2.Vpc('v'); }; // expect: unknown-attribute cidr
// parameter
() => { function f(v: aws.ec2.Vpc) { v.cidr } }; // expect: unknown-attribute cidr
// parameter of a default
() => { const f = (v = new ec2.Vpc('v')) => v.cidr; }; // expect: unknown-attribute cidr
// parameter of an interface
() => { interface I { v?: ec2.Vpc } function f(i: I) { i.v!.cidr } }; // expect: unknown-attribute cidr
// interface that extends
() => { interface A { v: ec2.Vpc } interface B extends A {} function f({ v }: B) { v.cidr } }; // expect: unknown-attribute cidr
// object type
() => { function f(i: { v: ec2.Vpc }) { i.v.cidr } }; // expect: unknown-attribute cidr
// optional chaining
() => { vpc?.cidr; }; // expect: unknown-attribute cidr
// subscript
() => { vpc['cidr']; }; // expect: unknown-attribute cidr
// field
() => { class A { v: aws.ec2.Vpc; f() { this.v.cidr } } }; // expect: unknown-attribute cidr
// field of the constructor
() => { class A { v; constructor() { this.v = new ec2.Vpc('v') } f() { return this.v.cidr } } }; // expect: unknown-attribute cidr
// parameter property
() => { class A { constructor(private v: ec2.Vpc) {} f() { this.v.cidr } } }; // expect: unknown-attribute cidr
// getter
() => { class A { get v() { return vpc } } new A().v.cidr; }; // expect: unknown-attribute cidr
// method
() => { class A { v() { return vpc } } new A().v().cidr; }; // expect: unknown-attribute cidr
// static method
() => { class A { static v() { return vpc } } A.v().cidr; }; // expect: unknown-attribute cidr
// inherited member
() => { class A { v = vpc } class B extends A {} new B().v.cidr; }; // expect: unknown-attribute cidr
// inherited class
() => { class A extends aws.ec2.Vpc {} new A('a').cidr; }; // expect: unknown-attribute cidr
// inside an inherited class
() => { class A extends aws.ec2.Vpc { f() { this.cidr } } }; // expect: unknown-attribute cidr
// return
() => { function f() { return vpc } f().cidr; }; // expect: unknown-attribute cidr
// return type
() => { declare const g: any; function f(): ec2.Vpc { return g } f().cidr; }; // expect: unknown-attribute cidr
// async
() => { async function f() { return vpc } async function h() { (await f()).cidr } }; // expect: unknown-attribute cidr
// object
() => { const o = { a: { v: vpc } }; o.a.v.cidr; }; // expect: unknown-attribute cidr
// object with others
() => { const p = { v: vpc }; const o = { ...p, w: 1 }; o.v.cidr; }; // expect: unknown-attribute cidr
// array
() => { const a = [vpc, vpc]; a[1].cidr; }; // expect: unknown-attribute cidr
// pushed
() => { const a = []; a.push(vpc); a[0].cidr; }; // expect: unknown-attribute cidr
// loop
() => { for (const v of [vpc]) v.cidr; }; // expect: unknown-attribute cidr
// map
() => { ['a'].map(n => new ec2.Vpc(n)).forEach(v => { v.cidr }); }; // expect: unknown-attribute cidr
// record
() => { const r: Record<string, ec2.Vpc> = {}; r['a'].cidr; }; // expect: unknown-attribute cidr
// values
() => { Object.values({ a: vpc, b: vpc })[0].cidr; }; // expect: unknown-attribute cidr
// entries
() => { for (const [n, v] of Object.entries({ a: vpc })) v.cidr; }; // expect: unknown-attribute cidr
// destructured
() => { const { cidr } = vpc; }; // expect: unknown-attribute cidr
// destructured parameter
() => { [vpc].map(({ cidr }) => 1); }; // expect: unknown-attribute cidr
// either
() => { const v = vpc.id ? new ec2.Vpc('a') : new ec2.Vpc('b'); v.cidr; }; // expect: unknown-attribute cidr
// or
() => { declare const w: ec2.Vpc | undefined; (w ?? vpc).cidr; }; // expect: unknown-attribute cidr
// as
() => { declare const w: any; (w as aws.ec2.Vpc).cidr; }; // expect: unknown-attribute cidr
// as without parentheses
() => { declare const w: any; const v = w as aws.ec2.Vpc; v.cidr; }; // expect: unknown-attribute cidr
// satisfies
() => { const v = vpc satisfies aws.ec2.Vpc; v.cidr; }; // expect: unknown-attribute cidr
// output
() => { pulumi.output(vpc).cidr; }; // expect: unknown-attribute cidr
// output type
() => { declare const w: pulumi.Output<ec2.Vpc>; w.cidr; }; // expect: unknown-attribute cidr
// apply
() => { pulumi.output(vpc).apply(v => v.cidr); }; // expect: unknown-attribute cidr
// all
() => { pulumi.all([vpc, 1]).apply(([v]) => v.cidr); }; // expect: unknown-attribute cidr
// all by name
() => { pulumi.all({ v: vpc }).apply(({ v }) => v.cidr); }; // expect: unknown-attribute cidr
// interpolate
() => { pulumi.interpolate`x${vpc.cidr}`; }; // expect: unknown-attribute cidr
// get
() => { aws.ec2.Vpc.get('v', 'id').cidr; }; // expect: unknown-attribute cidr
// data source
() => { aws.ec2.getVpcOutput().cidr; }; // expect: unknown-attribute cidr
// data source awaited
() => { async function f() { (await aws.ec2.getVpc({})).cidr } }; // expect: unknown-attribute cidr
// data source then
() => { aws.ec2.getVpc().then(v => v.cidr); }; // expect: unknown-attribute cidr
// result type
() => { function f(v: aws.ec2.GetVpcResult) { v.cidr } }; // expect: unknown-attribute cidr
// closure
() => { function f() { const w = vpc; return () => w.cidr } }; // expect: unknown-attribute cidr
// assigned
() => { vpc.cidr = 1; }; // expect: unknown-attribute cidr
