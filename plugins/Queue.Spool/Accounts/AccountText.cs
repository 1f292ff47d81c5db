using Msmtp.Queue.Spool.Format;

namespace Msmtp.Queue.Spool.Accounts;

/// <summary>What is known of an account's server, as a record. Nothing here does I/O.</summary>
static class AccountText
{
    public static byte[] Write(AccountState state) => MailRecord.Write(
        new FieldWriter().Text("account")
            .Number((int)state.Pause)
            .Time(state.Until)
            .Time(state.Since)
            .Text(state.Reason)
            .Number(state.Failures)
            .Number(state.Connections)
            .Time(state.FreeAt)
            .ToString(),
        isBehindTorn: false);

    /// <summary>Null: it is damaged, or there is nothing.</summary>
    public static AccountState? Read(ReadOnlySpan<byte> octets)
    {
        if (MailRecord.Read(ref octets) is not { } text)
            return null;
        try
        {
            var line = new FieldReader(text);
            line.RequiredText();
            return new AccountState
            {
                Pause = (AccountPause)line.Number((int)AccountPause.Offline),
                Until = line.Time(),
                Since = line.Time(),
                Reason = line.Text(),
                Failures = line.Number(),
                Connections = (int?)line.OptionalNumber(),
                FreeAt = line.Time(),
            };
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The name of the files of an account: 128 bits of Fowler, Noll and Vo's hash, which needs no library of cryptography.</summary>
    public static string FileName(string account)
    {
        const ulong Prime = 0x100000001b3, Start = 0xcbf29ce484222325;
        var (first, second) = (Start, ~Start);
        foreach (var octet in Msmtp.Text.OctetText.Encode(account))
        {
            first = (first ^ octet) * Prime;
            second = (second * Prime) ^ octet;
        }
        return first.ToString("x16", System.Globalization.CultureInfo.InvariantCulture) + second.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}
