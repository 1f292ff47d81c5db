namespace Msmtp.Parity.Cases;

/// <summary>Line ends, dots and odd octets in the body.</summary>
public sealed class BodyTests
{
    static readonly CaseTable Table = new()
    {
        { "CRLF", Mail(Some.Header.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n.a\r\n\r\nb\r\n") },
        { "CRLF and LF mixed", Mail(Some.Header + "\r\na\nb\r\nc\n") },
        { "no newline at the end", Mail(Some.Header + "\nlast") },
        { "a dot at the end", Mail(Some.Header + "\nx\n.") },
        { "two dots at the end", Mail(Some.Header + "\nx\n..") },
        { "dots", Mail(Some.Header + "\n.\n..\n...\n.a\n a.\n..b\n") },
        { "a dot in front of a header field", Mail(Some.Header + ".X: y\n\nb\n") },
        { "empty lines at the end", Mail(Some.Header + "\n\n\n\n") },
        { "no body", Mail(Some.Header) },
        { "no body and no newline", Mail(Some.Header.TrimEnd('\n')) },
        { "an empty line and nothing else", Mail(Some.Header + "\n") },
        { "NUL", Mail(Some.Header + "\n\0\0.\n.\0\na\0b") },
        { "octets beyond ASCII", Mail(Some.Header + "\nGr\uDCFC\uDCDFe \u00FC\u20AC\n\uDCFF\uDCFE\n") },
        { "control characters", Mail(Some.Header + "\n\u0001\u0002\t\v\f\u001B\u007F\n") },
        { "CR in the header", Mail("X-\rA: b\rc\r\r\n" + Some.Header + "\nb\n") },
        { "CR in the empty line", Mail(Some.Header + "\r\r\nb\n") },
        { "a line of 998 octets", Mail(Some.Header + "\n" + new string('x', 998) + "\n") },
        { "a line of 1022 octets", Mail(Some.Header + "\n" + new string('x', 1022) + "\n.y\n") },
        { "a line of 1023 octets", Mail(Some.Header + "\n" + new string('x', 1023) + "\n.y\n") },
        { "a line of 1024 octets", Mail(Some.Header + "\n" + new string('x', 1024) + "\n.y\n") },
        { "a dot behind 1023 octets", Mail(Some.Header + "\n" + new string('x', 1023) + ".y\n") },
        { "a dot behind 1022 octets", Mail(Some.Header + "\n" + new string('x', 1022) + ".y\n") },
        { "a line of 2500 octets without newline", Mail(Some.Header + "\n" + new string('x', 2500)) },
        { "a header field of 5000 octets", Mail("X: " + new string('y', 5000) + "\n" + Some.Header + "\nb\n") },
        {
            "100 kilooctets",
            Mail(Some.Header + "\n"
                + string.Concat(Enumerable.Repeat(".seventy octets of text that go on and on to the end of the line, \n", 1500)))
        },
        { "nothing at all", Mail("") },
        { "a newline", Mail("\n") },
        { "two newlines", Mail("\n\n") },
        { "a body without header", Mail("\njust text\n") },
        { "the size in the log", Mail("X: \u00FC\r\n" + Some.Header + "\r\n.a\r\nb") },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory, MemberData(nameof(Names))]
    public Task Both_send_the_same_octets(string name) => Table.AgreeAsync(name);

    static Scenario Mail(string text) => new() { Input = text, Arguments = ["-X", "-", Some.Recipient] };
}
