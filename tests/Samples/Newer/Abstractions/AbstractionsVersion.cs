namespace Msmtp;

public static class AbstractionsVersion
{
    public const string Number = "1.9.0";
}
