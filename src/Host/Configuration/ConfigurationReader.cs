namespace Msmtp.Hosting;

/// <summary>Reads one msmtprc: lines into accounts, <c>eval</c> lines by way of the shell, errors with file and line.</summary>
sealed class ConfigurationReader(PluginRegistry plugins, IShell shell, string home)
{
    /// <param name="path">The file's name, for errors.</param>
    /// <param name="octets">All that it holds.</param>
    /// <param name="ct">Stops a command of an <c>eval</c> line.</param>
    /// <exception cref="MailException">A line is wrong; the message names the file and, but for a line that is too long, its number.</exception>
    public async ValueTask<AccountFile> ReadAsync(string path, ReadOnlyMemory<byte> octets, CancellationToken ct)
    {
        var accounts = new AccountsBuilder(plugins, home);
        for (var number = 1; !octets.IsEmpty; number++)
        {
            var line = ConfigurationLine.Read(NextLine(path, ref octets));
            if (line is { Command: "eval" } eval)
                line = await EvaluateAsync(path, number, eval.Argument, ct).ConfigureAwait(false);
            if (line is { } command)
                Add(accounts, command, path, number);
        }
        return new AccountFile(path, accounts.Finish(), accounts.HoldsSecret);
    }

    static string NextLine(string path, ref ReadOnlyMemory<byte> octets)
    {
        try
        {
            var rest = octets.Span;
            var line = ConfigurationLines.Next(ref rest);
            octets = octets[^rest.Length..];
            return line;
        }
        catch (InvalidDataException e)
        {
            throw new MailException(ExitCode.Config, DeliveryStage.Configure, $"{path}: {e.Message}", inner: e);
        }
    }

    async ValueTask<ConfigurationLine?> EvaluateAsync(string path, int number, string command, CancellationToken ct)
    {
        if (command.Length == 0)
            throw Wrong(path, number, new InvalidDataException("command eval needs an argument"));
        var output = await shell.ReadFirstLineAsync(command, ct).ConfigureAwait(false)
            ?? throw new MailException(ExitCode.IoErr, DeliveryStage.Configure, $"{path}: cannot read output of '{command}'");
        return ConfigurationLine.Read(OctetText.Decode(output));
    }

    static void Add(AccountsBuilder accounts, ConfigurationLine line, string path, int number)
    {
        // What is set here ends up in commands, header fields and log lines: none of them may be broken.
        if (!CommandText.IsSafe(line.Argument))
        {
            var problem = $"{path}: line {number}: the argument of command {line.Command} holds a line break or NUL";
            throw new MailException(ExitCode.DataErr, DeliveryStage.Configure, problem);
        }
        try
        {
            accounts.Add(line);
        }
        catch (InvalidDataException e)
        {
            throw Wrong(path, number, e);
        }
    }

    static MailException Wrong(string path, int number, InvalidDataException e) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"{path}: line {number}: {e.Message}", inner: e);
}
