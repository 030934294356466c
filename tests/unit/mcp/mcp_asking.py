"""Asks a server in memory."""

from __future__ import annotations

import json

import anyio
from mcp import Client

from ytterby.mcp.house import House
from ytterby.mcp.server import server_of

SMALL = {"draws": 8, "months": 6}


class Refused(Exception):
    """The server refused: the object of `--json`."""


class Asker:
    """Asks a server in memory, one question at a time."""

    def __init__(self, house: House) -> None:
        self.house = house

    def __call__(self, tool: str, **given: object) -> dict:
        async def ask() -> dict:
            async with Client(server_of(self.house)) as client:
                answer = await client.call_tool(tool, given)
            if answer.is_error:
                raise Refused(answer.content[0].text)
            assert json.loads(answer.content[0].text) == answer.structured_content
            return answer.structured_content

        return anyio.run(ask)

    def tools(self) -> list:
        async def ask() -> list:
            async with Client(server_of(self.house)) as client:
                return (await client.list_tools()).tools

        return anyio.run(ask)
