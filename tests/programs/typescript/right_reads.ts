// The same with a name that exists: nothing is found.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ec2, s3 as storage } from "@pulumi/aws";
import { Bucket } from "@pulumi/aws/s3";
declare const vpc: aws.ec2.Vpc;

// const
() => { const v = new aws.ec2.Vpc('v', {}); v.cidrBlock; };
// named import
() => { const v = new ec2.Vpc('v', {}); v.cidrBlock; };
// import at run time
() => { async function f() { const a = await import('@pulumi/aws'); new a.ec2.Vpc('v').cidrBlock } };
// require
() => { const a = require('@pulumi/aws'); new a.ec2.Vpc('v').cidrBlock; };
// require and take apart
() => { const { ec2: e } = require('@pulumi/aws'); new e.Vpc('v').cidrBlock; };
// let set once later
() => { let v; v = new ec2.Vpc('v'); v.cidrBlock; };
// var seen from a function
() => { function f() { return v.cidrBlock } var v = new ec2.Vpc('v'); };
// parameter
() => { function f(v: aws.ec2.Vpc) { v.cidrBlock } };
// parameter of a default
() => { const f = (v = new ec2.Vpc('v')) => v.cidrBlock; };
// parameter of an interface
() => { interface I { v?: ec2.Vpc } function f(i: I) { i.v!.cidrBlock } };
// interface that extends
() => { interface A { v: ec2.Vpc } interface B extends A {} function f({ v }: B) { v.cidrBlock } };
// object type
() => { function f(i: { v: ec2.Vpc }) { i.v.cidrBlock } };
// optional chaining
() => { vpc?.cidrBlock; };
// subscript
() => { vpc['cidrBlock']; };
// field
() => { class A { v: aws.ec2.Vpc; f() { this.v.cidrBlock } } };
// field of the constructor
() => { class A { v; constructor() { this.v = new ec2.Vpc('v') } f() { return this.v.cidrBlock } } };
// parameter property
() => { class A { constructor(private v: ec2.Vpc) {} f() { this.v.cidrBlock } } };
// getter
() => { class A { get v() { return vpc } } new A().v.cidrBlock; };
// method
() => { class A { v() { return vpc } } new A().v().cidrBlock; };
// static method
() => { class A { static v() { return vpc } } A.v().cidrBlock; };
// inherited member
() => { class A { v = vpc } class B extends A {} new B().v.cidrBlock; };
// inherited class
() => { class A extends aws.ec2.Vpc {} new A('a').cidrBlock; };
// inside an inherited class
() => { class A extends aws.ec2.Vpc { f() { this.cidrBlock } } };
// return
() => { function f() { return vpc } f().cidrBlock; };
// return type
() => { declare const g: any; function f(): ec2.Vpc { return g } f().cidrBlock; };
// async
() => { async function f() { return vpc } async function h() { (await f()).cidrBlock } };
// object
() => { const o = { a: { v: vpc } }; o.a.v.cidrBlock; };
// object with others
() => { const p = { v: vpc }; const o = { ...p, w: 1 }; o.v.cidrBlock; };
// array
() => { const a = [vpc, vpc]; a[1].cidrBlock; };
// pushed
() => { const a = []; a.push(vpc); a[0].cidrBlock; };
// loop
() => { for (const v of [vpc]) v.cidrBlock; };
// map
() => { ['a'].map(n => new ec2.Vpc(n)).forEach(v => { v.cidrBlock }); };
// record
() => { const r: Record<string, ec2.Vpc> = {}; r['a'].cidrBlock; };
// values
() => { Object.values({ a: vpc, b: vpc })[0].cidrBlock; };
// entries
() => { for (const [n, v] of Object.entries({ a: vpc })) v.cidrBlock; };
// destructured
() => { const { cidrBlock } = vpc; };
// destructured parameter
() => { [vpc].map(({ cidrBlock }) => 1); };
// either
() => { const v = vpc.id ? new ec2.Vpc('a') : new ec2.Vpc('b'); v.cidrBlock; };
// or
() => { declare const w: ec2.Vpc | undefined; (w ?? vpc).cidrBlock; };
// as
() => { declare const w: any; (w as aws.ec2.Vpc).cidrBlock; };
// as without parentheses
() => { declare const w: any; const v = w as aws.ec2.Vpc; v.cidrBlock; };
// satisfies
() => { const v = vpc satisfies aws.ec2.Vpc; v.cidrBlock; };
// output
() => { pulumi.output(vpc).cidrBlock; };
// output type
() => { declare const w: pulumi.Output<ec2.Vpc>; w.cidrBlock; };
// apply
() => { pulumi.output(vpc).apply(v => v.cidrBlock); };
// all
() => { pulumi.all([vpc, 1]).apply(([v]) => v.cidrBlock); };
// all by name
() => { pulumi.all({ v: vpc }).apply(({ v }) => v.cidrBlock); };
// interpolate
() => { pulumi.interpolate`x${vpc.cidrBlock}`; };
// get
() => { aws.ec2.Vpc.get('v', 'id').cidrBlock; };
// data source
() => { aws.ec2.getVpcOutput().cidrBlock; };
// data source awaited
() => { async function f() { (await aws.ec2.getVpc({})).cidrBlock } };
// data source then
() => { aws.ec2.getVpc().then(v => v.cidrBlock); };
// result type
() => { function f(v: aws.ec2.GetVpcResult) { v.cidrBlock } };
// closure
() => { function f() { const w = vpc; return () => w.cidrBlock } };
// assigned
() => { vpc.cidrBlock = 1; };
