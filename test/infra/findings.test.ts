import { Validations } from 'aws-cdk-lib';
import { Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { synthesize } from './synthesize.ts';

test('AWS Solutions checks find nothing in a monitor, whatever it is made of, that is not explained', () => {
  const { app } = synthesize((made) => ({
    vpc: Vpc.fromVpcAttributes(made, 'Vpc', { vpcId: 'vpc-0000000000000001', availabilityZones: ['eu-central-1a'] }),
    subnets: { subnets: [Subnet.fromSubnetId(made, 'Subnet', 'subnet-0000000000000001')] },
    fanOut: true,
    discover: { tag: 'driftline:expectation' },
    groups: { archive: { environments: ['dev'] } },
    alarmTopic: Topic.fromTopicArn(made, 'Topic', 'arn:aws:sns:eu-central-1:111111111111:alarms'),
  }));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});

test('the checks look: a bucket without an explanation is found', () => {
  const { app, stack } = synthesize();
  new Bucket(stack, 'Bare');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).toThrow('AwsSolutions-S1');
});
