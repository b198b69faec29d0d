namespace CallAnExpert;

/// <summary>Who is who, from the settings. In an application of yours this is your directory.</summary>
internal sealed class People(IConfiguration settings)
{
    public IReadOnlyList<Technician> Technicians { get; } = settings.GetSection("Technicians").Get<Technician[]>() ?? [];

    public IReadOnlyList<Expert> Experts { get; } = settings.GetSection("Experts").Get<Expert[]>() ?? [];

    public Technician? FindTechnician(string? email) => Technicians.FirstOrDefault(one => one.Email == email);

    public Expert? FindExpert(string? email) => Experts.FirstOrDefault(one => one.Email == email);
}
