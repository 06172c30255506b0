import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type Tool as Offered,
} from '@modelcontextprotocol/sdk/types.js';
import type { Log } from '../host/trainer-client';
import { isUserError } from '../protocol/errors';
import { nearestName } from '../protocol/nearest-name';
import { inputSchema } from '../tools/input-schema';
import { compactJson } from '../tools/numbers';
import type { Tool, ToolAnswer, Writing } from '../tools/tool';

interface Parts {
  readonly version: string;
  readonly tools: readonly Tool[];
  readonly context: Writing;
  readonly log: Log;
}

/** The tools by the Model Context Protocol. */
export function createServer({ version, tools, context, log }: Parts): Server {
  const server = new Server(
    { name: 'latent-lens', title: 'Latent Lens', version },
    {
      capabilities: { tools: {} },
      instructions:
        'Trains autoencoders and variational autoencoders on data of this folder, and answers questions about them. inspect_data first, then train, then measure; pictures of what a model makes of its data come from worst_reconstructions, traverse, decode and encode.',
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(offered) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: input } }, { signal }) => {
    const tool = tools.find((one) => one.name === name);
    if (!tool) {
      const nearest = nearestName(
        name,
        tools.map((one) => one.name),
      );
      throw new McpError(ErrorCode.InvalidParams, `There is no tool ${name}; did you mean ${nearest}?`);
    }
    try {
      return resultOf(await tool.call(input ?? {}, context, signal));
    } catch (error) {
      if (!isUserError(error)) log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return {
        isError: true,
        content: [{ type: 'text', text: error instanceof Error ? error.message : String(error) }],
      };
    }
  });
  return server;
}

function offered({ name, title, description, input, writes }: Tool): Offered {
  return {
    name,
    title,
    description,
    inputSchema: inputSchema(input),
    annotations: {
      title,
      readOnlyHint: !writes,
      destructiveHint: false,
      idempotentHint: !writes,
      openWorldHint: false,
    },
  };
}

function resultOf({ data, pictures = [] }: ToolAnswer): CallToolResult {
  return {
    content: [
      { type: 'text', text: compactJson(data) },
      ...pictures.flatMap(({ png, caption }): CallToolResult['content'] => [
        { type: 'text', text: caption },
        { type: 'image', data: Buffer.from(png).toString('base64'), mimeType: 'image/png' },
      ]),
    ],
  };
}
