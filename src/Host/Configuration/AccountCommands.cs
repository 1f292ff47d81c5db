using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>An account as an application writes it: a name, and commands of msmtprc with their arguments.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Commands">The commands, each once.</param>
sealed record AccountCommands(string Name, IReadOnlyList<KeyValuePair<string, string>> Commands)
{
    /// <summary>Reads the commands as those of a msmtprc.</summary>
    /// <exception cref="MailException">A command is wrong; the message names account and command, never a secret's value.</exception>
    public AccountDefinition Read(PluginRegistry plugins, string home)
    {
        var builder = new AccountsBuilder(plugins, home);
        string? advice = null;
        try
        {
            builder.Add(Line("account", CheckedName()));
            foreach (var (command, argument) in Commands)
                Add(builder, command, argument, wrong => advice = SettingAdvice.Of(wrong, plugins, [], pluginBelow: null));
        }
        catch (InvalidDataException e)
        {
            var problem = $"account {Name} from the application: {e.Message}";
            throw new MailException(ExitCode.Config, DeliveryStage.Configure, problem, inner: e) { Advice = advice };
        }
        return builder.Finish().Single();
    }

    string CheckedName() => Name.Length > 0 && !Name.AsSpan().ContainsAny(':', ',')
        ? Name
        : throw new InvalidDataException("an account has a name, and no colons or commas in it");

    static void Add(AccountsBuilder builder, string command, string argument, Action<ConfigurationLine> onWrong)
    {
        if (RegisteredNames.IsReserved(command))
            throw new InvalidDataException($"command {command} belongs into a msmtprc file");
        if (!CommandText.IsSafe(argument))
            throw new InvalidDataException($"the argument of command {command} holds a line break or NUL");
        try
        {
            builder.Add(Line(command, argument));
        }
        // true in JSON arrives as "True". Where that is not a valid argument, it can only mean a switch.
        catch (InvalidDataException) when (argument is "True" or "False")
        {
            builder.Add(Line(command, argument == "True" ? "on" : "off"));
        }
        catch (InvalidDataException)
        {
            onWrong(Line(command, argument));
            throw;
        }
    }

    static ConfigurationLine Line(string command, string argument) => new(command, OctetText.Encode(argument));
}
