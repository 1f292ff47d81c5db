namespace Msmtp;

public static class AbstractionsVersion
{
    public const string Number = "1.0.0-old";
}
