namespace Msmtp;

/// <summary>Exit statuses as in sysexits.h, which callers of sendmail understand.</summary>
public enum ExitCode
{
    /// <summary>EX_OK: the server accepted the mail.</summary>
    Ok = 0,

    /// <summary>EX_USAGE: the command line is wrong.</summary>
    Usage = 64,

    /// <summary>EX_DATAERR: an address or the message was refused permanently.</summary>
    DataErr = 65,

    /// <summary>EX_NOINPUT: a required file cannot be read.</summary>
    NoInput = 66,

    /// <summary>EX_NOUSER: the recipient is unknown.</summary>
    NoUser = 67,

    /// <summary>EX_NOHOST: the host name cannot be resolved.</summary>
    NoHost = 68,

    /// <summary>EX_UNAVAILABLE: the server cannot do what was asked, or refused for the time being.</summary>
    Unavailable = 69,

    /// <summary>EX_SOFTWARE: a failure inside the program or a library.</summary>
    Software = 70,

    /// <summary>EX_OSERR: an error of the operating system.</summary>
    OsErr = 71,

    /// <summary>EX_OSFILE: a system file is wrong.</summary>
    OsFile = 72,

    /// <summary>EX_CANTCREAT: an output file cannot be created.</summary>
    CantCreat = 73,

    /// <summary>EX_IOERR: reading or writing failed.</summary>
    IoErr = 74,

    /// <summary>EX_TEMPFAIL: try again later.</summary>
    TempFail = 75,

    /// <summary>EX_PROTOCOL: the server did not speak the protocol.</summary>
    Protocol = 76,

    /// <summary>EX_NOPERM: authentication failed.</summary>
    NoPerm = 77,

    /// <summary>EX_CONFIG: the configuration is wrong.</summary>
    Config = 78,
}
