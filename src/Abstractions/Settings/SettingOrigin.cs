namespace Msmtp;

/// <summary>Where a setting was written.</summary>
public enum SettingOrigin
{
    /// <summary>In a msmtprc file.</summary>
    File,

    /// <summary>On the command line.</summary>
    CommandLine,
}
