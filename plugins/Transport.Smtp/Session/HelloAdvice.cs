namespace Msmtp.Transport.Smtp;

/// <summary>What a user can do when a server does not like the name by which the client introduces itself. Nothing here does I/O.</summary>
static class HelloAdvice
{
    const string NoName = "the server wants this machine to introduce itself with a name that is in the DNS: write \"domain %H\", or \"domain\" and its full name";

    /// <summary>The server has refused EHLO and HELO, or LHLO. Null: for the time being, or because it does not know the command.</summary>
    public static string? Refused(ServerReply reply) => reply.Code is 501 or 504 or 550 or 553 or 554 || NamesHello(reply) ? NoName : null;

    /// <summary>The server has refused something else, and says that it was for the name's sake. Null: it does not say so.</summary>
    /// <remarks>Postfix: <c>504 5.5.2 &lt;localhost&gt;: Helo command rejected: need fully-qualified hostname</c>, to RCPT by default.</remarks>
    public static string? RefusedLater(ServerReply reply) => NamesHello(reply) ? NoName : null;

    // A word of its own: michelo@example.net is no greeting. 503 asks for the command, and says nothing of a name.
    static bool NamesHello(ServerReply reply) => reply.Code is >= 400 and not 503
        && reply.Lines.Any(static line => line.Split([' ', ':', '<', '>', '(', ')', ',', ';', '/', '.', '"', '\'']).Any(static word =>
            word.Equals("HELO", StringComparison.OrdinalIgnoreCase) || word.Equals("EHLO", StringComparison.OrdinalIgnoreCase)));
}
