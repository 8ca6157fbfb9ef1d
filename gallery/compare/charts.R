# The charts of the comparison with ggplot2, with the care that somebody takes who
# knows it: ordered and wrapped labels, figures at the bars, no needless axes.
# Use: Rscript charts.R FOLDER, with the CSV files and sizes.csv that `run` wrote.

suppressPackageStartupMessages(library(ggplot2))
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) {
  read.csv(file.path(folder, paste0(name, ".csv")), encoding = "UTF-8", check.names = FALSE)
}
sizes <- read("sizes")
save <- function(name, plot) {
  size <- sizes[sizes$name == name, ]
  path <- file.path(folder, paste0(name, "-ggplot2.png"))
  ggsave(path, plot, width = size$width / 72, height = size$height / 72, dpi = 192, bg = "white")
}
wrap <- function(text, width) {
  vapply(text, function(one) paste(strwrap(one, width), collapse = "\n"), "", USE.NAMES = FALSE)
}
in_order <- function(text) factor(text, levels = unique(text))
from_top <- function(text) factor(text, levels = rev(unique(text)))

accent <- "#0b5d78"
categorical <- c("#0b5d78", "#d18135", "#637d5c", "#652c50")
sequential <- c("#d7e8ee", "#9cc4d2", "#5b9db4", "#267592", "#0b4a61")
diverging <- c("#a3432f", "#d99a7a", "#d9dde0", "#7fb0c2", "#0b5d78")
theme_set(theme_minimal(base_size = 9) + theme(
  axis.title = element_blank(), panel.grid.minor = element_blank(),
  legend.position = "top", legend.title = element_blank(),
  legend.key.size = unit(3, "mm"), legend.justification = "left"
))
no_x <- theme(panel.grid = element_blank(), axis.text.x = element_blank())

# begin bars
bars <- read("bars")
save("bars", ggplot(bars, aes(value, from_top(category))) +
  geom_col(fill = accent, width = 0.7) +
  geom_text(aes(label = text), hjust = -0.2, size = 2.9) +
  scale_x_continuous(expand = expansion(c(0, 0.12))) +
  no_x)
# end

# begin grouped
grouped <- read("grouped")
save("grouped", ggplot(grouped, aes(value, from_top(category), fill = in_order(series))) +
  geom_col(position = position_dodge2(reverse = TRUE), width = 0.8) +
  geom_text(aes(label = text), position = position_dodge2(0.8, reverse = TRUE), hjust = -0.2,
    size = 2.6) +
  scale_fill_manual(values = categorical) +
  scale_x_continuous(expand = expansion(c(0, 0.1))) +
  no_x)
# end

# begin stacked
stacked <- read("stacked")
dark <- stacked$series %in% tail(unique(stacked$series), 2)
save("stacked", ggplot(stacked, aes(value, from_top(category), fill = in_order(series))) +
  geom_col(position = position_stack(reverse = TRUE), width = 0.7, colour = "white") +
  geom_text(aes(label = ifelse(value < 0.04, "", text)), size = 2.6,
    position = position_stack(0.5, reverse = TRUE), colour = ifelse(dark, "white", "black")) +
  scale_fill_manual(values = sequential[c(1, 2, 4, 5)]) +
  scale_x_continuous(expand = expansion(0)) +
  guides(fill = guide_legend(nrow = 2)) +
  no_x)
# end

# begin likert
likert <- read("likert")
likert$category <- from_top(wrap(likert$category, 30))
nets <- likert[likert$series %in% c("disagree", "agree"), ]
likert <- likert[!likert$series %in% c("disagree", "agree"), ]
answers <- unique(likert$series)
likert$series <- factor(likert$series, levels = answers)
likert <- likert[order(likert$category, likert$series), ]
likert$end <- ave(likert$value, likert$category, FUN = cumsum)
to_middle <- function(value) sum(value[1:2]) + value[3] / 2
likert$end <- likert$end - ave(likert$value, likert$category, FUN = to_middle)
likert$middle <- likert$end - likert$value / 2
save("likert", ggplot(likert, aes(y = category)) +
  geom_tile(aes(x = middle, width = value, fill = series), height = 0.75) +
  geom_vline(xintercept = 0, linetype = "dashed", linewidth = 0.3) +
  geom_text(aes(x = middle, label = ifelse(value < 0.08, "", text)), size = 2.5,
    colour = ifelse(likert$series %in% answers[c(1, 5)], "white", "black")) +
  geom_text(data = nets, aes(x = ifelse(series == "agree", 1.02, -0.75), label = text),
    fontface = "bold", size = 2.7) +
  scale_fill_manual(values = diverging) +
  guides(fill = guide_legend(nrow = 2)) +
  no_x)
# end

# begin likert-apart
apart <- read("likert-apart")
apart$category <- from_top(wrap(apart$category, 30))
nets <- apart[apart$series %in% c("disagree", "agree"), ]
apart <- apart[!apart$series %in% c("disagree", "agree"), ]
answers <- unique(apart$series)
apart$series <- factor(apart$series, levels = answers)
apart <- apart[order(apart$category, apart$series), ]
neither <- apart$series == answers[3]
apart$end <- ave(ifelse(neither, 0, apart$value), apart$category, FUN = cumsum)
apart$end <- apart$end - ave(apart$value, apart$category, FUN = function(value) sum(value[1:2]))
apart$middle <- ifelse(neither, 1 + apart$value / 2, apart$end - apart$value / 2)
save("likert-apart", ggplot(apart, aes(y = category)) +
  geom_tile(aes(x = middle, width = value, fill = series), height = 0.75) +
  geom_vline(xintercept = 0, linewidth = 0.3) +
  geom_text(aes(x = middle, label = ifelse(value < 0.08, "", text)), size = 2.5,
    colour = ifelse(apart$series %in% answers[c(1, 5)], "white", "black")) +
  geom_text(data = nets, aes(x = ifelse(series == "agree", 0.87, -0.5), label = text),
    fontface = "bold", size = 2.7) +
  scale_fill_manual(values = diverging) +
  guides(fill = guide_legend(nrow = 2)) +
  no_x)
# end

# begin columns
columns <- read("columns")
save("columns", ggplot(columns, aes(in_order(category), value)) +
  geom_col(fill = accent, width = 0.7) +
  geom_text(aes(label = text), vjust = -0.5, size = 2.9) +
  scale_y_continuous(expand = expansion(c(0, 0.1))) +
  theme(panel.grid = element_blank(), axis.text.y = element_blank()))
# end

# begin lines
lines <- read("lines")
ends <- lines[lines$category == max(lines$category), ]
save("lines", ggplot(lines, aes(category, value, colour = in_order(series))) +
  geom_line(linewidth = 0.7) + geom_point(size = 1.5) +
  geom_errorbar(aes(ymin = low, ymax = high), width = 0, linewidth = 0.4) +
  geom_text(data = ends, aes(label = paste(text, series)), hjust = 0, nudge_x = 0.2, size = 2.8) +
  scale_colour_manual(values = categorical, guide = "none") +
  scale_x_continuous(breaks = unique(lines$category), expand = expansion(c(0.03, 0.4))))
# end

# begin dots
dots <- read("dots")
right <- max(dots$high) + 0.2
place <- position_dodge2(0.5, reverse = TRUE)
save("dots", ggplot(dots, aes(value, from_top(category), colour = in_order(series))) +
  geom_pointrange(aes(xmin = low, xmax = high), position = place, size = 0.25) +
  geom_text(aes(label = text, x = right), position = place, size = 2.6, show.legend = FALSE) +
  scale_colour_manual(values = categorical))
# end

# begin slope
slope <- transform(read("slope"), series = in_order(series))
first <- slope[slope$category == min(slope$category), ]
last <- slope[slope$category == max(slope$category), ]
save("slope", ggplot(slope, aes(factor(category), value, colour = series, group = series)) +
  geom_line(linewidth = 0.7) + geom_point(size = 1.5) +
  geom_text(data = first, aes(label = text), hjust = 1, nudge_x = -0.05, size = 2.9) +
  geom_text(data = last, aes(label = paste(text, series)), hjust = 0, nudge_x = 0.05, size = 2.9) +
  scale_colour_manual(values = categorical, guide = "none") +
  scale_x_discrete(position = "top", expand = expansion(c(0.2, 0.6))) +
  theme(panel.grid = element_blank(), axis.text.y = element_blank()))
# end

# begin heatmap
heatmap <- read("heatmap")
save("heatmap", ggplot(heatmap, aes(in_order(series), from_top(category), fill = value)) +
  geom_tile(colour = "white", linewidth = 0.7) +
  geom_text(aes(label = text), colour = ifelse(heatmap$value > 0.4, "white", "black"), size = 2.8) +
  scale_fill_gradientn(colours = sequential, guide = "none") +
  scale_x_discrete(position = "top") +
  theme(panel.grid = element_blank()))
# end

# begin multiples
multiples <- read("multiples")
save("multiples", ggplot(multiples, aes(value, from_top(category))) +
  geom_col(fill = accent, width = 0.7) +
  geom_text(aes(label = text), hjust = -0.2, size = 2.6) +
  facet_wrap(vars(in_order(series)), nrow = 1) +
  scale_x_continuous(expand = expansion(c(0, 0.4))) +
  no_x + theme(strip.text = element_text(hjust = 0, face = "bold")))
# end

# begin waffle
waffle <- read("waffle")
cells <- expand.grid(column = 1:10, row = 1:10)
cells$answer <- in_order(rep(paste(waffle$text, waffle$series), round(100 * waffle$value)))
save("waffle", ggplot(cells, aes(column, -row, fill = answer)) +
  geom_tile(colour = "white", linewidth = 0.6) +
  scale_fill_manual(values = categorical) +
  coord_equal() + theme_void(base_size = 9) + theme(legend.title = element_blank()))
# end

# begin pictogram
pictogram <- read("pictogram")
people <- merge(pictogram, data.frame(person = 1:10))
people$filled <- people$person <= round(10 * people$value)
people$row <- as.numeric(from_top(people$category))
save("pictogram", ggplot(people, aes(person, from_top(category))) +
  geom_text(aes(x = 11, label = text), fontface = "bold", size = 2.9, hjust = 0) +
  geom_point(aes(y = row + 0.25, colour = filled), size = 1.7) +
  geom_tile(aes(y = row - 0.15, fill = filled), width = 0.6, height = 0.45) +
  scale_colour_manual(values = c("#e7e9ec", accent), guide = "none") +
  scale_fill_manual(values = c("#e7e9ec", accent), guide = "none") +
  scale_x_continuous(expand = expansion(c(0.02, 0.4))) +
  no_x)
# end

# begin boxes
answers <- read("answers")
answers$branch <- from_top(answers$branch)
medians <- aggregate(minutes ~ branch, answers, median)
save("boxes", ggplot(answers, aes(minutes, branch)) +
  geom_boxplot(fill = "#b1c8d1", colour = accent, coef = Inf, width = 0.5) +
  geom_text(data = medians, aes(x = max(answers$minutes) + 4, label = sprintf("%.1f", minutes)),
    fontface = "bold", size = 2.9) +
  theme(panel.grid.major.y = element_blank()))
# end

# begin strips
set.seed(1)
save("strips", ggplot(answers, aes(minutes, branch)) +
  geom_jitter(height = 0.3, width = 0, colour = accent, alpha = 0.5, size = 1) +
  geom_errorbar(data = medians, aes(xmin = minutes, xmax = minutes), width = 0.6) +
  geom_text(data = medians, aes(x = max(answers$minutes) + 4, label = sprintf("%.1f", minutes)),
    fontface = "bold", size = 2.9) +
  theme(panel.grid.major.y = element_blank()))
# end

# begin map
outlines <- read("outlines")
map <- read("map")
map <- map[map$category %in% outlines$region, ]
middles <- aggregate(cbind(x, y) ~ region, outlines, function(values) mean(range(values)))
map <- merge(map, middles, by.x = "category", by.y = "region")
shaded <- merge(outlines, map[c("category", "value")], by.x = "region", by.y = "category", sort = FALSE)
save("map", ggplot(map, aes(x, -y)) +
  geom_polygon(data = shaded, aes(group = ring, fill = value), colour = "white", linewidth = 0.3) +
  geom_text(aes(label = paste(category, text, sep = "\n")), size = 2,
    colour = ifelse(map$value > 0.75, "white", "black")) +
  scale_fill_gradientn(colours = sequential, labels = function(share) paste0(100 * share, "%")) +
  coord_equal() + theme_void(base_size = 9) + theme(legend.title = element_blank()))
# end

# begin bubbles
bubbles <- merge(read("bubbles"), middles, by.x = "category", by.y = "region")
save("bubbles", ggplot(bubbles, aes(x, -y)) +
  geom_polygon(data = outlines, aes(group = ring), fill = "#e7e9ec", colour = "white",
    linewidth = 0.3) +
  geom_point(aes(size = value), colour = accent) +
  geom_text(aes(label = paste(category, text)), size = 2, vjust = 3) +
  scale_size_area(max_size = 8, guide = "none") +
  coord_equal() + theme_void(base_size = 9))
# end
