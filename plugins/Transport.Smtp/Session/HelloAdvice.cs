namespace Msmtp.Transport.Smtp;

/// <summary>What a user can do if a server rejects the name that the client introduces itself with. Nothing here does I/O.</summary>
static class HelloAdvice
{
    const string NoName = "the server wants this machine to introduce itself with a name that is in the DNS: "
        + "write \"domain %H\", or \"domain\" and its full name";

    /// <summary>The server has refused EHLO and HELO, or LHLO. Null: temporarily, or because it does not know the command.</summary>
    public static string? Refused(ServerReply reply) => reply.Code is 501 or 504 or 550 or 553 or 554 || NamesHello(reply) ? NoName : null;

    /// <summary>The server has refused another command, and says that the reason is the name. Null: it does not say so.</summary>
    /// <remarks>Postfix, to RCPT: <c>504 5.5.2 &lt;localhost&gt;: Helo command rejected: need fully-qualified hostname</c>.</remarks>
    public static string? RefusedLater(ServerReply reply) => NamesHello(reply) ? NoName : null;

    // As a whole word: michelo@example.net does not count. 503 asks for the command, and is not about the name.
    static bool NamesHello(ServerReply reply) => reply.Code is >= 400 and not 503
        && reply.Lines.Any(static line => line.Split([' ', ':', '<', '>', '(', ')', ',', ';', '/', '.', '"', '\'']).Any(static word =>
            word.Equals("HELO", StringComparison.OrdinalIgnoreCase) || word.Equals("EHLO", StringComparison.OrdinalIgnoreCase)));
}
