namespace Msmtp.Bench;

/// <summary>Those who are compared, by name.</summary>
static class Senders
{
    public const string MailKit = "mailkit";
    public const string Stream = "stream";
    public const string Message = "message";

    public static IReadOnlyList<string> Names { get; } = [MailKit, Stream, Message];

    public static ISender Create(string name, Server server, Cell cell) => name switch
    {
        MailKit => new MailKitSender(server, cell),
        Stream => new StreamSender(server, cell),
        Message => new MessageSender(server, cell),
        _ => throw new ArgumentException($"there is no sender {name}", nameof(name)),
    };
}
