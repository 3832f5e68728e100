# Names of the same thing that people bring from elsewhere: the type's own prefix, other tools, a data source. None of them is certain.
resource "aws_sagemaker_feature_group" "features" {
}
output "prefixed" {
  # expect: unknown-attribute name -> feature_group_name
  value = aws_sagemaker_feature_group.features.name
}
resource "aws_cloudwatch_log_group" "logs" {
}
output "without_prefix" {
  # expect: unknown-attribute cloudwatch_log_group_arn -> arn
  value = aws_cloudwatch_log_group.logs.cloudwatch_log_group_arn
}
resource "aws_lb" "front" {
}
output "without_the_prefix_of_another_system" {
  # expect: unknown-attribute full_name -> arn_suffix
  value = aws_lb.front.full_name
}
resource "aws_eks_cluster" "cluster" {
  # expect: unknown-argument kubernetes_version -> version
  kubernetes_version = "1.33"
}
resource "aws_eks_node_group" "nodes" {
  scaling_config {
    # expect: unknown-argument min_count -> min_size
    min_count = 1
    # expect: unknown-argument maxCount -> max_size
    maxCount = 3
    # expect: unknown-argument desired_count -> desired_size
    desired_count = 2
  }
}
resource "aws_elastic_beanstalk_environment" "shop" {
}
output "in_a_data_source" {
  # expect: unknown-attribute zone_id -> nothing
  value = aws_elastic_beanstalk_environment.shop.zone_id
}
resource "aws_s3_bucket" "bucket" {
  # expect: unknown-argument public_access_block -> nothing
  public_access_block = true
}
data "aws_subnet" "several" {
}
output "one_for_several" {
  # expect: unknown-attribute ids -> nothing
  value = data.aws_subnet.several.ids
}
resource "aws_instance" "machine" {
  # expect: unknown-argument vpc_id -> nothing
  vpc_id = "vpc-1"
}
