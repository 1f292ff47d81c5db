using System.Text;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>What the server gets is the message, octet by octet: only line ends become CRLF, and leading dots are doubled.</summary>
public sealed class MessageOctetsTests : EndToEndTest
{
    const string Alphabet = "..\n\n\r\0x\xFF";

    /// <summary>Bodies by name, each character an octet.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        { "lines that end with LF", "one\ntwo\n" },
        { "lines that end with CRLF", "one\r\ntwo\r\n" },
        { "both mixed", "one\r\ntwo\nthree\r\n" },
        { "no final line end", "one\ntwo" },
        { "nothing but a letter", "x" },
        { "NUL octets", "a\0b\n\0\n\0\0" },
        { "all octets", string.Concat(Enumerable.Range(0, 256).Select(static octet => (char)octet)) },
        { "a bare CR inside a line", "one\rtwo\n" },
        { "a bare CR before a dot", "one\r.\r\ntwo\n" },
        { "CR CR LF", "one\r\r\ntwo\n" },
        { "a CR as the last octet", "one\r" },
        { "LF CR", "one\n\rtwo\n" },
        { "a smuggled end of mail with bare LF", "one\n.\nMAIL FROM:<evil@example.org>\n" },
        { "a smuggled end of mail with CRLF", "one\r\n.\r\nMAIL FROM:<evil@example.org>\r\n" },
        { "a smuggled end of mail with bare CR", "one\r.\rMAIL FROM:<evil@example.org>\r" },
        { "leading dots", ".one\n..two\n...\n" },
        { "a lone dot as the last line, without an end", "one\n." },
        { "a dot as the first octet", ".\n" },
        { "nothing but empty lines", "\n\n\r\n" },
        { "a line of 1 MB", new string('x', 1_000_000) + "\n" },
        { "a line of 1 MB of dots, without an end", new string('.', 1_000_000) },
        { "a dot at every even octet", Repeated("\n.", 100_000, 0) },
        { "a dot at every odd octet", Repeated("\n.", 100_000, 1) },
        { "CRLF and a dot at each third octet", Repeated("\r\n.", 70_000, 0) },
        { "CRLF and a dot at each third octet, one further", Repeated("\r\n.", 70_000, 1) },
        { "CRLF and a dot at each third octet, two further", Repeated("\r\n.", 70_000, 2) },
        { "bare CRs and a dot at every even octet", Repeated("\r.", 100_000, 0) },
        { "what is awkward, in disorder", Disorder(300_000) },
    };

    [Theory, MemberData(nameof(Bodies))]
    public async Task A_body_arrives_octet_by_octet(string what, string body)
    {
        Assert.NotEmpty(what);
        await using var server = WireServer.Keeping();
        var message = Encoding.Latin1.GetBytes(Header + "\n" + body);

        var result = await (Command(Flavour.Native, [.. Server(server.Port), "you@example.net"]) with { Input = message }).RunAsync(Token);

        Assert.True(result.ExitCode == 0, result.ToString());
        AssertContent(OnTheWire(Header + "\n" + body), server);
    }

    [Theory, EachFlavour]
    public async Task Both_commands_send_the_same_octets(Flavour flavour)
    {
        await using var server = WireServer.Keeping();
        var message = Header + "\n" + Disorder(200_000);

        var command = Command(flavour, [.. Server(server.Port), "you@example.net"]) with { Input = Encoding.Latin1.GetBytes(message) };
        var result = await command.RunAsync(Token);

        Assert.True(result.ExitCode == 0, result.ToString());
        AssertContent(OnTheWire(message), server);
    }

    [Fact]
    public async Task A_message_that_comes_octet_by_octet_arrives_as_one_that_comes_at_once()
    {
        await using var server = WireServer.Keeping();
        var message = Header + "X: 1\n\r\n" + Disorder(2_000);
        using var command = RunningCommand.Start(Command(Flavour.Native, [.. Server(server.Port), "you@example.net"]), Token);

        foreach (var octet in Encoding.Latin1.GetBytes(message))
            await command.Input.WriteAsync(new[] { octet }, Token);
        command.Input.Close();
        var (exitCode, text) = await command.FinishAsync(Token);

        Assert.True(exitCode == 0, text);
        AssertContent(OnTheWire(Header + "X: 1\n\n" + Disorder(2_000)), server);
    }

    [Theory]
    [InlineData(Header, Header)]
    [InlineData(Header + "X: no line end", Header + "X: no line end\n")]
    [InlineData(Header + "\n", Header + "\n")]
    [InlineData(Header + ".X: a header field can begin with a dot\n\n.\n", Header + ".X: a header field can begin with a dot\n\n.\n")]
    [InlineData(Header + "X: a\0b\n\nbody\n", Header + "X: a\0b\n\nbody\n")]
    [InlineData(Header + "X: a\rb\r\n\r\nbody\n", Header + "X: ab\n\nbody\n")]
    public async Task A_message_may_end_with_its_header(string sent, string received)
    {
        await using var server = WireServer.Keeping();

        var result = await SendTextAsync(Flavour.Native, sent, [.. Server(server.Port), "you@example.net"]);

        Assert.True(result.ExitCode == 0, result.ToString());
        AssertContent(OnTheWire(received), server);
    }

    [Fact]
    public async Task A_header_field_may_be_a_line_of_1_MB()
    {
        await using var server = WireServer.Keeping();
        var message = Header + "X: " + new string('x', 1_000_000) + "\n\nbody\n";

        var result = await SendTextAsync(Flavour.Native, message, [.. Server(server.Port), "you@example.net"]);

        Assert.True(result.ExitCode == 0, result.ToString());
        AssertContent(OnTheWire(message), server);
    }

    [Theory, EachFlavour]
    public async Task Of_an_empty_message_only_what_is_added_arrives(Flavour flavour)
    {
        await using var server = WireServer.Keeping();

        var result = await SendTextAsync(
            flavour, "", [.. Server(server.Port), "--set-date-header=off", "--set-msgid-header=off", "you@example.net"]);

        Assert.True(result.ExitCode == 0, result.ToString());
        AssertContent("From: me@example.org\r\n.\r\n"u8.ToArray(), server);
    }

    static void AssertContent(byte[] expected, WireServer server)
    {
        var content = server.Content;
        var common = expected.AsSpan().CommonPrefixLength(content);
        Assert.True(
            expected.AsSpan().SequenceEqual(content),
            $"{content.Length} octets instead of {expected.Length}; from octet {common}:"
            + $"\n- {Shown(expected.AsSpan(common))}\n+ {Shown(content.AsSpan(common))}");
    }

    static string Shown(ReadOnlySpan<byte> octets) =>
        Encoding.Latin1.GetString(octets[..Math.Min(octets.Length, 40)])
            .Replace("\r", @"\r", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal);

    // The same rules, written the slow way: RFC 5321 §4.5.2, and CRLF, CR and LF each end a line.
    static byte[] OnTheWire(string message)
    {
        var lines = message.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        var wire = new StringBuilder();
        foreach (var line in lines[^1].Length == 0 ? lines[..^1] : lines)
            wire.Append(line.StartsWith('.') ? "." : "").Append(line).Append("\r\n");
        return Encoding.Latin1.GetBytes(wire.Append(".\r\n").ToString());
    }

    static string Repeated(string piece, int times, int shift) => new string('x', shift) + new StringBuilder().Insert(0, piece, times);

    // Always the same disorder.
    static string Disorder(int length)
    {
        var state = 12345u;
        return string.Create(length, 0, (span, _) =>
        {
            foreach (ref var octet in span)
            {
                state = state * 1664525 + 1013904223;
                octet = Alphabet[(int)(state >> 16) % Alphabet.Length];
            }
        });
    }
}
