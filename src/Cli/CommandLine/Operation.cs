namespace Msmtp.Cli;

/// <summary>sendmail's modes of operation, those that there are (<c>-b</c>).</summary>
enum Operation
{
    /// <summary><c>-bm</c>: send a mail from standard input.</summary>
    Send,

    /// <summary><c>-bv</c>: tell whom a mail would go to.</summary>
    Verify,

    /// <summary><c>-bi</c>, or called as <c>newaliases</c>: look for mistakes in the aliases file.</summary>
    CheckAliases,
}
