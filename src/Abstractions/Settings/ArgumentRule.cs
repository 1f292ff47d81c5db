namespace Msmtp;

/// <summary>Whether a command of msmtprc, or an option of the command line, takes an argument.</summary>
public enum ArgumentRule
{
    /// <summary>It may have one. On the command line only an attached one counts (<c>--tls=off</c>).</summary>
    Optional,

    /// <summary>It must have one.</summary>
    Required,

    /// <summary>It must not have one.</summary>
    None,

    /// <summary>Whatever follows is taken and not looked at.</summary>
    Ignored,
}
