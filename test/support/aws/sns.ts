import type { AwsAnswer } from './server.ts';

/** What SNS published, as its query protocol has it. */
export interface Published {
  readonly topic: string;
  readonly subject: string;
  readonly message: string;
}

/** Reads a `Publish` request: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function readPublish(body: Buffer): Published {
  const form = new URLSearchParams(body.toString());
  return {
    topic: form.get('TopicArn') ?? '',
    subject: form.get('Subject') ?? '',
    message: form.get('Message') ?? '',
  };
}

export const published: AwsAnswer = {
  status: 200,
  body: Buffer.from(
    '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId>' +
      '</PublishResult></PublishResponse>',
  ),
};

/** An error as the query protocol spells it. */
export function snsError(code: string, status = 400): AwsAnswer {
  return {
    status,
    body: Buffer.from(
      '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>' +
        `<Code>${code}</Code><Message>${code}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    ),
  };
}
