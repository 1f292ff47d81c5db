namespace Msmtp.Hosting;

/// <summary>
/// <c>sendmail_options</c>: what the callers of a sendmail may say, strangers among them. It counts in the system's msmtprc alone.
/// </summary>
static class SendmailOptions
{
    /// <summary>
    /// <c>strict</c>: whoever calls this program as sendmail has sendmail's own options and the system's accounts; false: he has all options,
    /// and his own msmtprc.
    /// </summary>
    public static readonly SettingKey<bool> Strict = new("sendmail_options", false, Parse)
    {
        Allowed = "strict, any",
        // It is looked for before anything is replaced.
        IsLiteral = true,
        Print = static strict => strict ? "strict" : "any",
        Display = new SettingDisplay(457) { IsHiddenWhenUnset = true },
    };

    /// <summary>
    /// Whether the system's file wants it, wherever in it. Nothing is done of what the file says: the caller's environment still stands. A
    /// file that is there and cannot be read, or is no msmtprc, might want it.
    /// </summary>
    /// <param name="path">The file, which need not exist.</param>
    public static bool AreStrict(string path)
    {
        if (FilePresence.IsMissing(path))
            return false;
        try
        {
            using var file = File.OpenHandle(path);
            using var content = WholeFile.Read(file);
            return AreStrict(content.Memory[ByteOrderMark.LengthIn(content.Octets)..]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return true;
        }
    }

    /// <summary>Why a file that is there cannot be read; null: it can, or there is none.</summary>
    public static string? WhyUnreadable(string path)
    {
        if (FilePresence.IsMissing(path))
            return null;
        try
        {
            using var file = File.OpenHandle(path);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SystemError.Describe(e);
        }
    }

    // A slip in the argument is an error of the file, which must not be less than what was meant.
    static bool AreStrict(ReadOnlyMemory<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var line = ConfigurationLine.Read(ConfigurationLines.Next(ref octets));
            if (line?.Command == Strict.Name && line?.Argument != "any")
                return true;
        }
        return false;
    }

    static bool Parse(SettingArgument argument, out bool value)
    {
        value = argument.Text is "strict";
        return value || argument.Text is "any";
    }
}
